/* Pseudo random numbers (splitmix64) and a digest (FNV-1a over 64-bit words). */
#ifndef RANDOM_H
#define RANDOM_H

#include <stdint.h>

static inline uint64_t random_mix(uint64_t value) {
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9ull;
    value = (value ^ value >> 27) * 0x94D049BB133111EBull;
    return value ^ value >> 31;
}

static inline uint64_t random_next(uint64_t *state) {
    *state += 0x9E3779B97F4A7C15ull;
    return random_mix(*state);
}

/* A number below a bound, by multiplication, since a division is slow. */
static inline uint64_t random_below(uint64_t *state, uint32_t bound) {
    return ((random_next(state) >> 32) * bound) >> 32;
}

#define DIGEST_START 0xCBF29CE484222325ull

static inline uint64_t digest_word(uint64_t digest, uint64_t word) {
    return (digest ^ word) * 0x100000001B3ull;
}

#endif
