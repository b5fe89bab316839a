import Glibc
import TestSupport
import Testing

/// Feeds every parser with mutations of every vector: `make test` a few thousand, `make fuzz` as many as fit into the time.
///
/// The input that is being read stands in the file `.build/mutation-<parser>`, so that a crash leaves its cause behind.
@Suite(.serialized) struct MutationTests {
    /// How long each parser is fed; nil means a fixed number of inputs.
    private static let seconds = unsafe getenv("CARNET_FUZZ_SECONDS").flatMap { unsafe Double(String(cString: $0)) }
    private static let seed = unsafe getenv("CARNET_FUZZ_SEED").flatMap { unsafe UInt64(String(cString: $0)) } ?? 1
    private static let count = 120

    @Test func `SEC-04 there are vectors to mutate`() {
        #expect(Corpus.inputs.count > 500)
    }

    @Test(arguments: Parser.all.indices)
    func `SEC-04 no vector and no mutation of one crashes a parser, makes it slow or breaks its promise`(
        index: Int
    ) throws {
        let parser = Parser.all[index]
        let note = unsafe open(
            repositoryPath(".build/mutation-\(index)"), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        defer { close(note) }
        // What a parser accepts leads deepest into it, so half of the mutations start there.
        var accepted = (Samples.all + Corpus.inputs(offset: index)).filter { feed($0, to: parser) }
        if accepted.isEmpty { accepted = Corpus.inputs.filter { feed($0, to: parser) } }
        #expect(
            !accepted.isEmpty, "\(parser) accepts no vector and no sample, so nothing was tried behind its first check")
        var mutator = Mutator(
            seed: Self.seed &+ UInt64(index) &* 1_000_003, corpora: [accepted, Corpus.inputs].filter { !$0.isEmpty })
        let start = Self.processorSeconds()
        var (fed, read) = (0, 0)
        while Self.seconds.map({ Self.processorSeconds() - start < $0 }) ?? (fed < Self.count) {
            let bytes = mutator.next()
            _ = unsafe pwrite(note, bytes, bytes.count, 0)
            ftruncate(note, off_t(bytes.count))
            if feed(bytes, to: parser) { read += 1 }
            fed += 1
        }
        if Self.seconds != nil { print("\(parser): \(fed) inputs, \(read) accepted, from \(accepted.count) seeds") }
        unsafe unlink(repositoryPath(".build/mutation-\(index)"))
    }

    private func feed(_ bytes: [UInt8], to parser: Parser) -> Bool {
        let start = Self.processorSeconds()
        let keepsItsPromise = try? parser.keepsItsPromise(bytes)
        let seconds = Self.processorSeconds() - start
        #expect(seconds < 1, "\(parser) took \(seconds) s on \(bytes.count) bytes, seed \(Self.seed)")
        #expect(keepsItsPromise != false, "\(parser) broke its promise, seed \(Self.seed): \(bytes)")
        return keepsItsPromise == true
    }

    /// Time of this thread's own work; a busy machine does not count against the parser.
    private static func processorSeconds() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
