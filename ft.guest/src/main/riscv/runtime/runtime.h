/* What every guest has: the machine it runs on, its arguments, memory, an end. */
#ifndef RUNTIME_H
#define RUNTIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The guest's own part, called on hart 0. */
extern const char guest_name[];
void guest_main(void);

/* Called on every other hart after release_harts; a guest for one hart has none of its own. */
void guest_hart_main(unsigned hart);
void release_harts(void);

/* What the device tree says, or what is assumed without one. */
struct machine {
    unsigned harts;
    uintptr_t memory_end;
    uintptr_t firmware_vector; /* mtvec as the firmware left it */
    char arguments[512];
};
extern struct machine machine;

/* Whole pages of main storage, not cleared; NULL if there is not that much left. */
void *take_pages(size_t bytes);
size_t free_bytes(void);

/* Ends the guest through the test finisher: 0 passes. */
_Noreturn void finish(unsigned code);

void *memcpy(void *to, const void *from, size_t length);
void *memset(void *to, int value, size_t length);
int memcmp(const void *one, const void *other, size_t length);
size_t strlen(const char *text);
bool text_equal(const char *one, const char *other);

#endif
