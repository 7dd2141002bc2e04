/* Work that is mostly memory. */
#include "console.h"
#include "random.h"
#include "runtime.h"
#include "work.h"

/* Room in pages; without it there is no work. */
static void *room(size_t bytes) {
    void *pages = take_pages(bytes);
    if (pages == NULL) {
        print("laps: there is no room for %lu bytes\n", (unsigned long)bytes);
        finish(1);
    }
    return pages;
}

/* chase: from pointer to pointer, in no order, through more than a cache holds. */

#define LINKS (1u << 16)
#define HOPS 1000000

struct link {
    struct link *next;
    uint64_t value;
    uint64_t rest[6]; /* a line of the cache each */
};

static struct link *links;

void chase_begin(void) {
    links = room(LINKS * sizeof *links);
    uint32_t *order = room(LINKS * sizeof *order);
    uint64_t seed = 4;
    for (uint32_t i = 0; i < LINKS; i++) {
        order[i] = i;
    }
    for (uint32_t i = LINKS - 1; i > 0; i--) {
        uint32_t k = (uint32_t)random_below(&seed, i + 1);
        uint32_t swapped = order[i];
        order[i] = order[k];
        order[k] = swapped;
    }
    for (uint32_t i = 0; i < LINKS; i++) {
        links[order[i]].next = &links[order[(i + 1) % LINKS]];
        links[order[i]].value = random_next(&seed);
    }
}

uint64_t chase_lap(void) {
    const struct link *at = links;
    uint64_t digest = 0;
    for (unsigned i = 0; i < HOPS; i++) {
        digest += at->value;
        at = at->next;
    }
    return digest ^ at->value;
}

/* sieve: bytes, one after another, at growing strides. */

#define NUMBERS (1u << 20)

uint64_t sieve_lap(void) {
    static uint8_t crossed[NUMBERS];
    uint64_t digest = DIGEST_START;
    for (unsigned round = 0; round < 2; round++) {
        memset(crossed, 0, sizeof crossed);
        uint64_t primes = 0;
        for (uint32_t i = 2; i < NUMBERS; i++) {
            if (crossed[i] == 0) {
                primes++;
                for (uint64_t k = (uint64_t)i * i; k < NUMBERS; k += i) {
                    crossed[k] = 1;
                }
            }
        }
        digest = digest_word(digest, primes);
    }
    return digest;
}

/* copy: a MiB is set, copied and compared, word by word and byte by byte. */

#define BLOCK (1u << 20)

static unsigned char *from;
static unsigned char *to;

void copy_begin(void) {
    from = room(BLOCK + 16);
    to = room(BLOCK + 16);
}

uint64_t copy_lap(void) {
    uint64_t digest = DIGEST_START;
    for (unsigned i = 0; i < 8; i++) {
        memset(from, (int)i, BLOCK);
        memcpy(to, from, BLOCK);
        memcpy(to + 3, from + 1, BLOCK / 4);
        digest = digest_word(digest, to[i * 997]);
        digest = digest_word(digest, (uint64_t)memcmp(from, to, BLOCK / 4));
    }
    return digest;
}
