package ft.copy.checksum;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import ft.api.resync.CopyEnvironment;
import ft.api.resync.SummaryKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.Set;
import java.util.function.ToLongFunction;

/** The ways to make summaries, by name. */
final class Summaries {
    /** What the checksum unit of the DMA engine does, on either side. */
    private static final ImmutableSortedMap<String, SummaryKind> BY_ENGINE =
            ImmutableSortedMap.of(
                    "crc32c", SummaryKind.CRC32C,
                    "crcPair", SummaryKind.CRC_PAIR,
                    "sha256", SummaryKind.SHA256);

    /** What does without keys and gives the same in every run. */
    private static final ImmutableMap<String, ToLongFunction<byte[]>> IN_SOFTWARE =
            ImmutableMap.<String, ToLongFunction<byte[]>>builder()
                    .put("additive", Summaries::sumOfWords)
                    .put("adler32", by(Hashing.adler32()))
                    .put("crc32", by(Hashing.crc32()))
                    .put("farmHashFingerprint64", by(Hashing.farmHashFingerprint64()))
                    .put("fingerprint2011", by(Hashing.fingerprint2011()))
                    .put("md5", by(md5()))
                    .put("murmur3_128", by(Hashing.murmur3_128()))
                    .put("murmur3_32", by(Hashing.murmur3_32_fixed()))
                    .put("sha1", by(sha1()))
                    .put("sha384", by(Hashing.sha384()))
                    .put("sha512", by(Hashing.sha512()))
                    .put("sipHash24", by(Hashing.sipHash24()))
                    .build();

    private static final ImmutableSortedMap<String, Summary.Function> FUNCTIONS = functions();

    private Summaries() {}

    private static ImmutableSortedMap<String, Summary.Function> functions() {
        ImmutableSortedMap.Builder<String, Summary.Function> all =
                ImmutableSortedMap.naturalOrder();
        BY_ENGINE.forEach(
                (name, kind) -> all.put(name, memory -> page -> memory.summary(kind, page)));
        IN_SOFTWARE.forEach((name, function) -> all.put(name, memory -> read(memory, function)));
        return all.build();
    }

    /** Names users can configure. */
    static Set<String> names() {
        return FUNCTIONS.keySet();
    }

    /** Names of what both sides can do by themselves. */
    static Collection<String> namesByEngine() {
        return BY_ENGINE.keySet();
    }

    /** The function of a name, or null. */
    static Summary.Function named(String name) {
        return FUNCTIONS.get(name);
    }

    /** What the engine calls the function of a name, or null. */
    static SummaryKind kind(String name) {
        return BY_ENGINE.get(name);
    }

    /** One page is read into one buffer at a time (J8). */
    private static Summary read(CopyEnvironment memory, ToLongFunction<byte[]> function) {
        byte[] content = new byte[memory.pageSize()];
        long ofZeros = function.applyAsLong(content);
        return page -> {
            if (memory.isUntouched(page)) {
                return ofZeros;
            }
            memory.read(page, content);
            return function.applyAsLong(content);
        };
    }

    private static ToLongFunction<byte[]> by(HashFunction function) {
        return page -> function.hashBytes(page).padToLong();
    }

    /**
     * Sum of the 32 bit words, modulo 2<sup>32</sup>: a checksum to the letter, and for study only.
     * It misses words that change places and changes that cancel out (R6).
     */
    private static long sumOfWords(byte[] page) {
        ByteBuffer words = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
        int sum = 0;
        while (words.hasRemaining()) {
            sum += words.getInt();
        }
        return Integer.toUnsignedLong(sum);
    }

    // Deprecated for security, which a summary does not ask of them.
    @SuppressWarnings("deprecation")
    private static HashFunction md5() {
        return Hashing.md5();
    }

    @SuppressWarnings("deprecation")
    private static HashFunction sha1() {
        return Hashing.sha1();
    }
}
