import Testing

@testable import VerifierKit

@Suite struct TransactionTableTests {
    /// All stages that any sequence of events leads to, and the length of the longest shortest way to one.
    private static let (reachable, depth): (Set<TransactionStage>, Int) = {
        var found: Set<TransactionStage> = [.absent]
        var frontier = found
        var depth = 0
        while true {
            let next = Set(frontier.flatMap { stage in TransactionEvent.allCases.map { go(stage, $0).next } })
            frontier = next.subtracting(found)
            guard !frontier.isEmpty else { return (found, depth) }
            found.formUnion(frontier)
            depth += 1
        }
    }()

    private static func go(_ stage: TransactionStage, _ event: TransactionEvent) -> TransactionTable.Step {
        TransactionTable.step(from: stage, on: event)
    }

    @Test func `SES-08 the exploration reaches a fixed point, with every stage in it`() {
        // absent, 3 open, 5 x 2 answered, 5 x 2 returned, 5 accepted, 5 other ends, forgotten; one device has no accepted
        // claims left.
        #expect(Self.reachable.count == 35)
        #expect(Self.depth == 8)
        #expect(!Self.reachable.contains(.accepted(.sameDevice, .held)))
    }

    @Test func `SES-08 nothing leaves an end, but by being forgotten`() {
        for stage in Self.reachable where stage.isFinal {
            for event in TransactionEvent.allCases {
                let next = Self.go(stage, event).next
                if next == .forgotten {
                    #expect(stage == .forgotten || event == .deleted || event == .retentionOver, "\(stage) \(event)")
                } else {
                    #expect(next.isFinal && next.state == stage.state, "\(stage) \(event)")
                }
            }
        }
    }

    @Test func `SES-09 every way ends, if by nothing else then by time`() {
        for stage in Self.reachable where stage != .absent {
            let later = [TransactionEvent.timeOver, .resultTimeOver].reduce(stage) { Self.go($0, $1).next }
            #expect(later.isFinal, "\(stage)")
        }
    }

    @Test func `SES-09 before the end no stage comes twice`() {
        // Stages that still can come back to themselves through others would make a transaction that never ends.
        var left = Self.reachable.filter { !$0.isFinal }
        while let last = left.first(where: { stage in
            TransactionEvent.allCases.allSatisfy {
                let next = Self.go(stage, $0).next
                return next == stage || !left.contains(next)
            }
        }) {
            left.remove(last)
        }
        #expect(left.isEmpty)
    }

    @Test func `SES-08 every end but the forgotten one can be read by the relying party`() {
        for stage in Self.reachable where stage.isFinal && stage != .forgotten {
            let step = Self.go(stage, .read(.right))
            #expect(step.told == .result || step.told == .resultWithClaims, "\(stage)")
            #expect(step.next.state == stage.state)
            #expect(stage.state != .open && stage.state != .answered)
        }
    }

    @Test func `SES-08 VFY-13 once a response was taken no stage takes another`() {
        let responses: [TransactionEvent] = [.held, .failed, .refused]
        let takers = Self.reachable.filter { stage in
            responses.contains { ![.ended, .unknown].contains(Self.go(stage, $0).told) }
        }
        #expect(takers == [.open(.crossDevice), .open(.sameDevice), .open(.digitalCredentials)])
        for stage in Self.reachable.subtracting(takers) where stage != .absent {
            for event in TransactionEvent.allCases {
                #expect(!takers.contains(Self.go(stage, event).next), "\(stage) \(event)")
            }
        }
    }

    @Test func `SEC-28 claims are handed out once, and never from a stage without them`() {
        for stage in Self.reachable {
            for event in TransactionEvent.allCases where Self.go(stage, event).told == .resultWithClaims {
                #expect(Self.holdsClaims(stage))
                let after = Self.go(stage, event).next
                #expect(!Self.holdsClaims(after))
                #expect(TransactionEvent.allCases.allSatisfy { !Self.holdsClaims(Self.go(after, $0).next) })
            }
        }
    }

    @Test func `SES-02 SES-10 in the same-device flow claims need the right code, and five wrong ones end it`() {
        for before in [TransactionEvent.cameBack(.wrongCode), .read(.wrong)] {
            var stage = Self.go(Self.go(.open(.sameDevice), .held).next, before).next
            stage = Self.go(stage, .cameBack(.rightBrowser)).next
            #expect(stage == .returned(wrongCodes: 1, .held))
            for count in 2...4 {
                stage = Self.go(stage, count == 2 ? .looked(.wrong) : .read(.wrong)).next
                #expect(stage == .returned(wrongCodes: count, .held))
                #expect(Self.go(stage, .read(.missing)) == .init(stage, .codeNeeded))
            }
            #expect(Self.go(stage, .read(.right)) == .init(.accepted(.sameDevice, .gone), .resultWithClaims))
            #expect(Self.go(stage, .read(.wrong)) == .init(.abandoned, .codeNeeded))
            #expect(Self.go(.abandoned, .read(.right)) == .init(.abandoned, .result))
        }
    }

    @Test func `SES-03 SEC-23 no code opens an answer before the browser that began has come back`() {
        for stage in Self.reachable where stage.state == .answered {
            guard case .answered(let count, _) = stage else { continue }
            for event in [TransactionEvent.read(.right), .looked(.right), .read(.wrong)] {
                let step = Self.go(stage, event)
                #expect(step.told == .codeNeeded, "\(stage) \(event)")
                #expect(step.next == .abandoned || count < 4, "\(stage) \(event)")
            }
            #expect(Self.go(stage, .cameBack(.otherBrowser)) == .init(.abandoned, .otherBrowser))
            #expect(Self.go(stage, .cameBack(.rightBrowser)).told == .sentOn)
        }
    }

    @Test func `SES-10 SEC-23 a browser is sent on once, and from no other stage`() {
        for stage in Self.reachable {
            let step = Self.go(stage, .cameBack(.rightBrowser))
            guard step.told == .sentOn else { continue }
            #expect(Self.go(step.next, .cameBack(.rightBrowser)) == .init(step.next, .ended))
            if case .answered = stage {} else { Issue.record("\(stage)") }
        }
    }

    @Test func `DP-07 a wallet can fetch nothing of a transaction that a page asks, and its answer needs no code`() {
        let open = TransactionStage.open(.digitalCredentials)
        #expect(Self.go(open, .fetched) == .init(open, .unknown))
        #expect(Self.go(open, .held) == .init(.accepted(.digitalCredentials, .held), .received))
        #expect(
            Self.go(.accepted(.digitalCredentials, .held), .read(.missing))
                == .init(.accepted(.digitalCredentials, .gone), .resultWithClaims))
    }

    @Test func `SES-03 an answer whose browser does not come back counts for nothing`() {
        let answered = Self.go(.open(.sameDevice), .held).next
        #expect(Self.go(answered, .resultTimeOver).next == .abandoned)
        let returned = Self.go(answered, .cameBack(.rightBrowser)).next
        #expect(Self.go(returned, .resultTimeOver).next == .abandoned)
    }

    private static func holdsClaims(_ stage: TransactionStage) -> Bool {
        switch stage {
        case .answered(_, .held), .returned(_, .held), .accepted(_, .held): true
        default: false
        }
    }
}
