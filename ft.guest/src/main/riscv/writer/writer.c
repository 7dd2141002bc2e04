/*
 * Writes main storage in patterns from cold to hot, to exercise whatever finds changed pages.
 *
 * A round has 64 beats. Besides the regions that are written every so many beats there is one that
 * is written sequentially, one at random, and one in which values change and change back (A, B, A)
 * within a beat.
 */
#include "arguments.h"
#include "board.h"
#include "clint.h"
#include "console.h"
#include "random.h"
#include "runtime.h"
#include "trap.h"

#define BEATS 64
#define PAGE_WORDS 512u
#define LINE_WORDS 8u
#define SEQUENTIAL_PARTS 16u
/* Of this many words one is written at random in a beat; of this many pages one is swapped. */
#define RANDOM_SPREAD 64u
#define SWAP_SPREAD 4u
#define MAX_SWAPS 1024u

const char guest_name[] = "writer";

enum region_name { HOT, WARM, COOL, COLD, SEQUENTIAL, RANDOM, SWAPPED, REGIONS };

static struct region {
    uint32_t eighths;  /* of the working set */
    uint32_t every;    /* beats; 0: written in a way of its own */
    uint64_t *words;
    uint32_t count;
} regions[REGIONS] = {
    [HOT] = {1, 1, NULL, 0},        [WARM] = {1, 4, NULL, 0},   [COOL] = {1, 16, NULL, 0},
    [COLD] = {2, 64, NULL, 0},      [SEQUENTIAL] = {1, 0, NULL, 0},
    [RANDOM] = {1, 0, NULL, 0},     [SWAPPED] = {1, 0, NULL, 0},
};

static uint64_t working_set = 1024;
static uint64_t rounds;
static uint64_t pause_us = 1000;
static uint64_t seed = 1;

static const struct argument arguments[] = {
    {"ws", &working_set, 32, 8ul << 20, NULL},
    {"rounds", &rounds, 0, UINT64_MAX, NULL},
    {"pause", &pause_us, 0, 1000000000, NULL},
    {"seed", &seed, 0, UINT64_MAX, NULL},
    ARGUMENT_CONSOLE,
};

static uint64_t random_state;
static uint32_t sequential_next;
static uint32_t swap_offsets[MAX_SWAPS];
static uint32_t swaps;

static uint64_t initial(const struct region *region, uint32_t word) {
    return random_mix(seed ^ (uint64_t)(region - regions) << 32 ^ word);
}

static bool open_regions(void) {
    uint64_t eighth = working_set * 1024 / 8 & ~(uint64_t)4095;
    for (struct region *region = regions; region < regions + REGIONS; region++) {
        region->words = take_pages(region->eighths * eighth);
        if (region->words == NULL) {
            return false;
        }
        region->count = (uint32_t)(region->eighths * eighth / sizeof(uint64_t));
        for (uint32_t word = 0; word < region->count; word++) {
            region->words[word] = initial(region, word);
        }
    }
    return true;
}

/* One word of every cache line, so that every page is written. */
static void write_lines(struct region *region, uint64_t value) {
    for (uint32_t word = 0; word < region->count; word += LINE_WORDS) {
        region->words[word + value % LINE_WORDS] += value;
    }
}

static void write_sequential(uint64_t value) {
    struct region *region = &regions[SEQUENTIAL];
    for (uint32_t left = region->count / SEQUENTIAL_PARTS; left > 0; left--) {
        region->words[sequential_next] = value + sequential_next;
        sequential_next = sequential_next + 1 < region->count ? sequential_next + 1 : 0;
    }
}

static void write_random(void) {
    struct region *region = &regions[RANDOM];
    for (uint32_t left = region->count / RANDOM_SPREAD; left > 0; left--) {
        region->words[random_below(&random_state, region->count)] = random_next(&random_state);
    }
}

/* A to B; two swaps of the same word would cancel each other, hence a page each. */
static void swap(void) {
    struct region *region = &regions[SWAPPED];
    uint32_t pages = region->count / PAGE_WORDS;
    swaps = 0;
    for (uint32_t page = (uint32_t)random_below(&random_state, SWAP_SPREAD);
         page < pages && swaps < MAX_SWAPS; page += SWAP_SPREAD) {
        uint32_t word = page * PAGE_WORDS + (uint32_t)random_below(&random_state, PAGE_WORDS);
        region->words[word] = ~region->words[word];
        swap_offsets[swaps++] = word;
    }
}

/* B to A. */
static void swap_back(void) {
    struct region *region = &regions[SWAPPED];
    for (uint32_t i = 0; i < swaps; i++) {
        region->words[swap_offsets[i]] = ~region->words[swap_offsets[i]];
    }
}

static void pause(void) {
    if (pause_us > 0) {
        clint_wait(pause_us * TICKS_PER_US);
    }
}

static void beat(uint64_t number) {
    uint64_t value = random_next(&random_state);
    swap();
    for (struct region *region = regions; region < regions + REGIONS; region++) {
        if (region->every != 0 && number % region->every == 0) {
            write_lines(region, value);
        }
    }
    write_sequential(value);
    write_random();
    /* B lasts for as long as the work takes, and every other time until after the pause. */
    if (number % 2 == 0) {
        swap_back();
        pause();
    } else {
        pause();
        swap_back();
    }
}

static bool report(uint64_t round) {
    uint64_t digest = DIGEST_START;
    bool restored = true;
    for (const struct region *region = regions; region < regions + REGIONS; region++) {
        for (uint32_t word = 0; word < region->count; word++) {
            digest = digest_word(digest, region->words[word]);
        }
    }
    for (uint32_t word = 0; word < regions[SWAPPED].count; word++) {
        restored &= regions[SWAPPED].words[word] == initial(&regions[SWAPPED], word);
    }
    print("writer %06lu digest %016lx aba %s\n", round, digest, restored ? "ok" : "BROKEN");
    return restored;
}

void guest_main(void) {
    arguments_read(arguments, sizeof arguments / sizeof arguments[0]);
    random_state = seed;
    if (!open_regions()) {
        print("writer: ws=%lu does not fit into main storage\n", working_set);
        finish(1);
    }
    print("writer: %lu KiB in %u regions, seed %lu\n", working_set, (unsigned)REGIONS, seed);
    bool good = true;
    for (uint64_t round = 1; rounds == 0 || round <= rounds; round++) {
        for (uint64_t number = 0; number < BEATS; number++) {
            beat(number);
        }
        good &= report(round);
    }
    finish(good ? 0 : 1);
}
