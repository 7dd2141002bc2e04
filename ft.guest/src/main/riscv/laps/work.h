/* The kinds of work. Each lap of a kind is the same work, some ten million instructions. */
#ifndef WORK_H
#define WORK_H

#include <stdint.h>

struct work {
    const char *name;
    void (*begin)(void);     /* or NULL */
    uint64_t (*lap)(void);   /* gives a digest of what it computed */
};

uint64_t mix_lap(void);
void matrix_begin(void);
uint64_t matrix_lap(void);
uint64_t crc_lap(void);
uint64_t calls_lap(void);
void machine_begin(void);
uint64_t machine_lap(void);

void chase_begin(void);
uint64_t chase_lap(void);
uint64_t sieve_lap(void);
void copy_begin(void);
uint64_t copy_lap(void);

void bodies_begin(void);
uint64_t bodies_lap(void);
void linear_begin(void);
uint64_t linear_lap(void);

extern uint64_t io_every; /* instructions from one access to a device to the next */
uint64_t io_lap(void);
uint64_t atomic_lap(void);
uint64_t traps_lap(void);
void paging_begin(void);
uint64_t paging_lap(void);

#endif
