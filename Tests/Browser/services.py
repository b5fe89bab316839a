"""An issuer, a wallet and a verifier as real processes, in a folder of their own, for the walk through the browser."""

import base64
import json
import os
import pathlib
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PASSWORD = "correct horse battery staple"


def wait_until(what, condition, seconds=60, unanswered=()):
    """Asks again until the condition holds; a deadline and its words instead of a sleep.

    An error of the kind `unanswered` is no answer; the last one is told when the time is over."""
    deadline = time.monotonic() + seconds
    while True:
        error = ""
        try:
            value = condition()
            if value:
                return value
        except unanswered as missing:
            error = f"\n{missing}"
        if time.monotonic() > deadline:
            raise SystemExit(f"test-browser: after {seconds} s still not: {what}{error}")
        time.sleep(0.05)


def reserved_port():
    """A socket at a port that the system chose. Nobody else gets the port while it is open, but a service can listen there."""
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind(("127.0.0.1", 0))
    return bound


class Services:
    def __init__(self, programs):
        self.programs = pathlib.Path(programs).resolve()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="carnet-browser-"))
        self.running, self.reserved = [], [reserved_port(), reserved_port()]
        self.environment = {
            "PATH": f"{self.programs}:{os.environ['PATH']}", "HOME": str(self.folder), "LANG": "C.UTF-8",
            "ISSUER_DIR": str(self.folder / "issuer"), "VERIFIER_DIR": str(self.folder / "verifier"),
        }

    def __enter__(self):
        try:
            self.set_up()
        except BaseException:
            self.__exit__()
            raise
        return self

    def set_up(self):
        os.umask(0o077)
        (self.folder / "passphrase").write_text("correct horse battery staple\n")
        (self.folder / "password").write_text(PASSWORD + "\n")
        issuer, verifier = (bound.getsockname()[1] for bound in self.reserved)
        self.url = f"http://127.0.0.1:{verifier}"
        self.environment["VERIFIER_URL"] = self.url
        self.run("issuer", "init", "--url", f"http://127.0.0.1:{issuer}", "--name", "Post of Kea", "--country", "GR",
                 "--operator", "KEA", "--types", ROOT / "examples/types")
        self.serve("issuer", issuer)
        made = json.loads(self.run("verifier", "init", "--json", "--url", self.url, "--name", "Harbour Bank"))
        (self.folder / "api-key").write_text(made["api_key"])
        trust = ["issuer/issuer-ca.pem", "--id", "kea-post", "--name", "Post of Kea", "--purpose", "postal-issuer",
                 "--purpose", "status-signer", "--type", "urn:carnet:postal:identity:1"]
        self.run("verifier", "--yes", "trust", "add", *trust)
        self.run("verifier", "template", "add", "over-18", ROOT / "examples/templates/over-18.json")
        self.run("verifier", "console", "password", "--password-file", "password")
        self.serve("verifier", verifier)
        self.wallet("--yes", "init")
        self.wallet("--yes", "trust", "add", *trust)
        self.wallet("--yes", "trust", "add", "verifier/access-ca.pem", "--id", "bank", "--name", "Harbour Bank",
                    "--purpose", "rp-access")
        offer = json.loads(self.run("issuer", "offer", "identity", "--claims", ROOT / "examples/claims/identity.json",
                                    "--json"))
        self.wallet("--yes", "receive", offer["link"])

    def __exit__(self, *_):
        for process in self.running:
            process.terminate()
        for process in self.running:
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for bound in self.reserved:
            bound.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, program, *words):
        done = subprocess.run([str(self.programs / program), *map(str, words)], cwd=self.folder, env=self.environment,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            raise SystemExit(f"test-browser: {program} {' '.join(map(str, words))} ended with {done.returncode}\n"
                             f"{done.stdout}{done.stderr}")
        return done.stdout

    def wallet(self, *words):
        return self.run("wallet", "--allow-loopback", "--passphrase-file", "passphrase", *words)

    def serve(self, program, port):
        log = self.folder / f"{program}.log"
        with open(log, "w") as output:
            process = subprocess.Popen([str(self.programs / program), "serve"], cwd=self.folder, env=self.environment,
                                       stdout=output, stderr=output)
        self.running.append(process)

        def answers():
            if process.poll() is not None:
                raise SystemExit(f"test-browser: {program} serve ended with {process.returncode}\n{log.read_text()}")
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", port)) == 0
        wait_until(f"{program} serve listens at port {port}", answers)

    # What the backend does.

    def call(self, method, path, body=None, headers=None):
        request = urllib.request.Request(self.url + path, method=method, data=body, headers=headers or {})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read()

    def begin(self, question=None, redirect=None):
        body = question or {"template": "over-18"}
        if redirect:
            body = body | {"redirect_uri": redirect}
        return json.loads(self.call("POST", "/v1/transactions", json.dumps(body).encode(), self.backend(
            {"Content-Type": "application/json"})))

    def backend(self, more=None):
        return {"Authorization": f"Bearer {(self.folder / 'api-key').read_text()}"} | (more or {})

    def result(self, transaction, code=None):
        query = f"?response_code={urllib.parse.quote(code)}" if code else ""
        return json.loads(self.call("GET", f"/v1/transactions/{transaction['id']}{query}", None, self.backend()))

    def withdraw(self, transaction):
        self.call("DELETE", f"/v1/transactions/{transaction['id']}", None, self.backend())

    # What a wallet does.

    def present(self, transaction):
        return json.loads(self.wallet("--yes", "--json", "present", transaction["link"]))

    def answer_badly(self, transaction, **fields):
        """Posts another answer than the wallet would."""
        link = urllib.parse.parse_qs(transaction["link"].split("?", 1)[1])
        path = urllib.parse.urlsplit(link["request_uri"][0]).path
        payload = self.call("GET", path).split(b".")[1]
        request = json.loads(base64.urlsafe_b64decode(payload + b"=" * (-len(payload) % 4)))
        form = urllib.parse.urlencode(fields | {"state": request["state"]}).encode()
        try:
            self.call("POST", path.replace("/requests/", "/responses/"), form,
                      {"Content-Type": "application/x-www-form-urlencoded"})
        except urllib.error.HTTPError as error:
            if error.code != 400:
                raise

    def make_a_day(self):
        """Transactions of every kind, as if they had begun in the course of a day: something to show."""
        own = {"dcql_query": json.loads((ROOT / "examples/queries/age-and-country.json").read_text()),
               "response_mode": "direct_post"}
        for number in range(34):
            transaction = self.begin(own if number % 3 else None)
            if number % 11 == 10:
                self.withdraw(transaction)
            elif number % 7 == 6 and number % 3:
                self.answer_badly(transaction, vp_token='{"person":["e30.e30.AA~"]}')
            elif number % 5 == 4 and number % 3:
                self.answer_badly(transaction, error="access_denied")
        accepted = self.begin()
        self.present(accepted)
        database = sqlite3.connect(self.folder / "verifier/verifier.db", timeout=10)
        with database:
            # All but the newest one go back in time; those that wait are over by then.
            rows = database.execute("SELECT rowid FROM transactions ORDER BY rowid DESC").fetchall()
            for place, (row,) in enumerate(rows[3:]):
                hours = (place * place + 7 * place) % 23
                database.execute("UPDATE transactions SET created_at = created_at - ?, expires_at = expires_at - ?, "
                                 "ended_at = ended_at - ? WHERE rowid = ?", (*[3600 * hours] * 3, row))
        database.close()
        return accepted
