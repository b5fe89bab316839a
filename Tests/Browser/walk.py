"""Walks through /p/{id} and /console in headless Chromium, with an issuer, a wallet and a verifier as real processes.

walk.py --programs .build/debug                       checks
walk.py --programs .build/debug --screenshots FOLDER  checks, and writes the pictures of the manual
"""

import argparse
import os
import pathlib
import sys
import time
import urllib.parse

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common import utils
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from services import PASSWORD, Services, wait_until

LANGUAGES = {"en": "ltr", "fr": "ltr", "ar": "rtl"}
WAITING = {"en": "Waiting for your wallet", "fr": "En attente de votre portefeuille", "ar": "في انتظار محفظتك"}
ANSWERED = {"en": "Your wallet has answered", "fr": "Votre portefeuille a répondu", "ar": "أجابت محفظتك"}


class Driver(Service):
    """chromedriver by its address: a bare machine need not know the name localhost."""

    @property
    def service_url(self):
        return f"http://127.0.0.1:{self.port}"

    def is_connectable(self):
        return utils.is_connectable(self.port, "127.0.0.1")


def fail(words):
    raise SystemExit(f"test-browser: {words}")


class Walk:
    def __init__(self, services, axe, screenshots):
        self.services, self.axe, self.screenshots = services, axe, screenshots
        self.checks = 0
        self.audited = set()
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for word in ["--headless=new", "--window-size=760,900", "--hide-scrollbars", "--disable-gpu",
                     "--disable-dev-shm-usage", f"--user-data-dir={services.folder}/chromium"]:
            options.add_argument(word)
        if os.getuid() == 0:
            # Chromium's sandbox does not start as root; nothing but our own pages is loaded here.
            options.add_argument("--no-sandbox")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Driver("/usr/bin/chromedriver"))
        self.driver.set_page_load_timeout(60)

    # What is looked at.

    def check(self, holds, words):
        self.checks += 1
        if not holds:
            fail(f"{words}\n{self.place()}")

    def place(self):
        """Where the browser is, for whoever reads why it went wrong; a page that changes cannot always be read."""
        try:
            return f"  at {self.driver.current_url}\n  page: {self.text()[:600]}"
        except WebDriverException as error:
            return f"  on a page that cannot be read: {error.msg}"

    def text(self):
        return self.driver.find_element(By.TAG_NAME, "body").text

    def follow(self, element):
        """Clicks, and waits until another page is there: a click returns before that."""
        before = self.document()
        element.click()
        self.wait("a click led to another page", lambda: self.document() != before)

    def document(self):
        """The name that the browser gives to the page of this moment. It can be asked for while pages change, when an
        element of either page cannot."""
        return self.driver.execute_cdp_cmd("Page.getFrameTree", {})["frameTree"]["frame"]["loaderId"]

    def wait(self, what, condition):
        """Asks again until it holds. A page that gives way to another while it is asked has not answered yet."""
        wait_until(what, condition, unanswered=WebDriverException)

    def one(self, selector):
        found = self.driver.find_elements(By.CSS_SELECTOR, selector)
        self.check(found, f"nothing on the page fits {selector}")
        return found[0]

    def has(self, selector):
        return bool(self.driver.find_elements(By.CSS_SELECTOR, selector))

    def css(self, selector, name):
        return self.driver.execute_script(
            "return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]", selector, name)

    def open(self, path):
        self.driver.get(path if path.startswith("http") else self.services.url + path)

    def switch(self, scheme=None, scripts=None):
        if scheme:
            self.driver.execute_cdp_cmd(
                "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
        if scripts is not None:
            self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not scripts})

    def page(self, language):
        """What every page must have, and that the browser complained of nothing."""
        root = self.one("html")
        self.check(root.get_attribute("lang") == language, f"the page is not marked as {language}")
        self.check(root.get_attribute("dir") == LANGUAGES[language], f"{language} runs the wrong way")
        self.check(len(self.driver.find_elements(By.TAG_NAME, "h1")) == 1, "there must be one h1")
        self.check(self.driver.title.strip(), "the page has no title")
        for picture in self.driver.find_elements(By.CSS_SELECTOR, "svg"):
            self.check(picture.get_attribute("role") == "img" and picture.find_elements(By.TAG_NAME, "title"),
                       "a picture has no name for those who cannot see it")
        for field in self.driver.find_elements(By.CSS_SELECTOR, "input:not([type=hidden]):not([hidden])"):
            self.check(self.has(f"label[for={field.get_attribute('id')}]"), "a field has no label")
        self.quiet()

    def quiet(self):
        for entry in self.driver.get_log("browser"):
            message = entry["message"]
            # An answer of 403 or 404 is what some steps are about; anything else is a fault of the page.
            self.check("the server responded with a status of" in message, f"the browser logged: {message}")

    def audit(self, what):
        """axe-core: contrast, names, order of headings, landmarks and what else can be told by a machine."""
        if not self.axe:
            return
        self.driver.execute_script(self.axe)
        result = self.driver.execute_async_script("""
            const done = arguments[arguments.length - 1];
            axe.run(document, { resultTypes: ["violations"] }).then(
                r => done(r.violations.map(v => v.id + ": " + v.help + " " + v.nodes.map(n => n.html).slice(0, 3))),
                e => done(["axe failed: " + e]));""")
        self.check(result == [], f"accessibility of {what}: " + "; ".join(result))
        self.audited.add(what)

    def focus(self, selector, presses=12):
        """The Tab key alone reaches it, and it shows."""
        self.driver.execute_script("document.activeElement && document.activeElement.blur()")
        for _ in range(presses):
            webdriver.ActionChains(self.driver).send_keys(Keys.TAB).perform()
            if self.driver.execute_script("return document.activeElement.matches(arguments[0])", selector):
                outline = self.driver.execute_script("return getComputedStyle(document.activeElement).outlineStyle")
                self.check(outline != "none", f"the focus on {selector} does not show")
                return
        self.check(False, f"the Tab key does not reach {selector}")

    def picture(self, name, height=None):
        if not self.screenshots:
            return
        if height:
            self.driver.set_window_size(760 if height < 1000 else 1100, height)
        file = self.screenshots / f"{name}.png"
        self.driver.save_screenshot(str(file))
        file.chmod(0o644)
        self.driver.set_window_size(760, 900)

    # The walk.

    def transaction_page(self):
        waiting = self.services.begin()
        for language in LANGUAGES:
            for scheme in ["light", "dark"]:
                for scripts in [True, False]:
                    self.switch(scheme, scripts)
                    self.open(f"{waiting['page']}?lang={language}&refresh=off")
                    self.page(language)
                    self.check(self.one("[role=status]").text == WAITING[language], "the page does not say that it waits")
                    self.check(self.one("a.wallet").get_attribute("href") == waiting["link"], "the link is another one")
                    code = self.one(".code svg").rect
                    self.check(code["width"] > 200, "the QR code is too small to scan")
                self.switch(scripts=True)
                self.open(f"{waiting['page']}?lang={language}&refresh=off")
                ground = self.css("body", "backgroundColor")
                self.check((ground == "rgb(255, 255, 255)") == (scheme == "light"), f"{scheme} is {ground}")
                self.audit(f"the page in {language}, {scheme}")
                if (language, scheme) in [("en", "light"), ("ar", "dark")]:
                    self.picture(f"page-{language}-{scheme}")
        self.focus("a.wallet")
        self.services.withdraw(waiting)

    def live(self):
        """The open page tells by itself that the wallet has answered, without scripts."""
        transaction = self.services.begin()
        self.switch("light", scripts=False)
        self.open(f"{transaction['page']}?lang=fr")
        self.wait("the page says that it waits", lambda: WAITING["fr"] in self.driver.page_source)
        self.services.present(transaction)
        self.wait("the page says that the wallet has answered", lambda: ANSWERED["fr"] in self.driver.page_source)
        self.page("fr")
        self.check(not self.has("svg") and not self.has("meta[http-equiv]"), "an answered request can still be scanned")
        self.switch(scripts=True)
        self.audit("the answered page")
        self.picture("page-answered", 420)
        self.check(self.services.result(transaction)["state"] == "accepted", "the answer was not accepted")

    def same_device(self):
        """SES-03, SEC-23: the browser that began is sent on, another one is not."""
        shop = f"{self.services.url}/shop"
        transaction = self.services.begin(redirect=shop)
        self.open(f"{transaction['page']}?lang=en&refresh=off")
        self.check(not self.has("svg"), "a request for this device can be scanned with another one")
        self.audit("the page on one device")
        address = self.services.present(transaction)["redirect_uri"]
        self.open(address)
        landed = self.driver.current_url
        self.check(landed.startswith(f"{shop}?response_code="), "the browser was not sent on to the backend")
        code = urllib.parse.parse_qs(urllib.parse.urlsplit(landed).query)["response_code"][0]
        result = self.services.result(transaction, code)
        self.check(result["state"] == "accepted" and "claims" in result, "the code did not open the result")

        stolen = self.services.begin(redirect=shop)
        self.open(f"{stolen['page']}?refresh=off")
        address = self.services.present(stolen)["redirect_uri"]
        self.driver.delete_all_cookies()
        self.open(f"{address}&lang=en")
        self.check("This request belongs to another browser" in self.text(), "another browser was let through")
        self.page("en")
        self.audit("the page for another browser")
        self.check(self.services.result(stolen)["state"] == "abandoned", "the answer still counts")

    def console(self):
        accepted = self.services.make_a_day()
        self.switch("light", scripts=True)
        self.open("/console?lang=en")
        self.page("en")
        self.check("/console/login" in self.driver.current_url, "the console is open to everybody")
        self.audit("the login")
        self.focus("#password")
        self.focus("main button")
        self.log_in("wrong password 1")
        self.check("This is not the password." in self.one("[role=alert]").text, "a wrong password is not said")
        self.check(not self.has("table"), "a wrong password shows something")
        self.audit("the login that failed")
        # All of the rest works without scripts.
        self.switch(scripts=False)
        self.log_in(PASSWORD)
        self.check(self.one("h1").text == "Transactions", "the right password does not open the list")
        cookie = self.driver.get_cookie("carnet-console")
        self.check(cookie["httpOnly"] and cookie["sameSite"] == "Strict", f"the cookie of the session is {cookie}")
        self.page("en")
        self.check(len(self.driver.find_elements(By.CSS_SELECTOR, "tbody tr")) == 25, "the list has not 25 lines")
        self.switch(scripts=True)
        self.audit("the list")
        self.picture("console-list", 1000)
        self.follow(self.driver.find_element(By.LINK_TEXT, "Older"))
        self.check(self.has("tbody tr") and "before=" in self.driver.current_url, "there are no older ones")
        self.follow(self.driver.find_element(By.PARTIAL_LINK_TEXT, "accepted ("))
        states = {cell.text for cell in self.driver.find_elements(By.CSS_SELECTOR, ".state")}
        self.check(states == {"accepted"}, f"the filter shows {states}")
        self.follow(self.driver.find_element(By.PARTIAL_LINK_TEXT, accepted["id"][:8]))
        self.report(accepted)
        self.open("/console?lang=en&state=rejected")
        self.follow(self.one("tbody a"))
        self.check("Refused by rule" in self.text(), "the report does not name the rule")
        self.audit("the report of a refusal")
        self.follow(self.driver.find_element(By.LINK_TEXT, "Counters"))
        self.counters()
        self.follow(self.one("header form button"))
        self.check("/console/login" in self.driver.current_url, "logging out does not lead to the login")
        self.check(self.driver.get_cookie("carnet-console") is None, "the cookie is still there")
        self.open("/console")
        self.check("/console/login" in self.driver.current_url, "the session goes on after logging out")
        self.quiet()

    def log_in(self, password):
        field = self.one("#password")
        field.clear()
        field.send_keys(password)
        self.follow(self.one("main button"))

    def report(self, accepted):
        self.page("en")
        body = self.text()
        for words in ["What was asked", "age_equal_or_over", "Post of Kea", "proven", "What was checked", "passed"]:
            self.check(words in body, f"the report lacks '{words}'")
        for value in ["Ada", "Okoro", ">true<", "dc+sd-jwt~", accepted["id"]]:
            self.check(value not in self.driver.page_source, f"the report shows the value {value}")
        self.audit("the report")
        self.picture("console-report", 1000)

    def counters(self):
        for language in LANGUAGES:
            for scheme in ["light", "dark"]:
                self.switch(scheme)
                self.open(f"/console/counters?lang={language}")
                self.page(language)
                charts = len(self.driver.find_elements(By.CSS_SELECTOR, "svg"))
                self.check(charts > 3, f"there are {charts} charts")
                self.check(len(self.driver.find_elements(By.TAG_NAME, "table")) == 3, "a chart has no numbers beside it")
                self.audit(f"the counters in {language}, {scheme}")
                if (language, scheme) in [("en", "light"), ("ar", "dark")]:
                    self.picture(f"console-counters-{language}-{scheme}", 1000)
        self.switch("light")


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--programs", required=True)
    arguments.add_argument("--axe", type=pathlib.Path, help="axe.min.js; without it no page is audited")
    arguments.add_argument("--screenshots", type=pathlib.Path)
    call = arguments.parse_args()
    if call.screenshots:
        call.screenshots = call.screenshots.resolve()
        call.screenshots.mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    with Services(call.programs) as services:
        walk = Walk(services, call.axe and call.axe.read_text(), call.screenshots)
        try:
            for step in [walk.transaction_page, walk.live, walk.same_device, walk.console]:
                step()
        finally:
            walk.driver.quit()
    print(f"browser: {walk.checks} checks hold, {len(walk.audited) or 'no'} pages audited by axe, "
          f"{time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    sys.exit(main())
