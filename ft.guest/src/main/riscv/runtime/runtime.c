#include "runtime.h"

#include "board.h"
#include "clint.h"
#include "console.h"
#include "mmio.h"
#include "tree.h"

#define PAGE 4096ul

/* Guest time within which the board acts on a finisher. */
#define FINISH_PATIENCE (10 * TICKS_PER_MS)

enum { FINISHER_FAIL = 0x3333, FINISHER_PASS = 0x5555 };

struct machine machine;

extern char __image_end[];
extern uint32_t harts_released;

static uintptr_t next_page;

void runtime_main(const void *tree, uintptr_t firmware_vector);

/* Called by crt0 on hart 0. */
void runtime_main(const void *tree, uintptr_t firmware_vector) {
    next_page = (uintptr_t)__image_end;
    machine.harts = 1;
    machine.firmware_vector = firmware_vector;
    machine.memory_end = next_page + (8ul << 20);
    /* The tree is read once and then forgotten: it may lie in pages that are taken later. */
    tree_read(tree, &machine);
    guest_main();
    finish(0);
}

__attribute__((weak)) void guest_hart_main(unsigned hart) { (void)hart; }

void release_harts(void) {
    harts_released = 1;
    mmio_fence();
    for (unsigned hart = 1; hart < machine.harts; hart++) {
        clint_send(hart);
    }
}

size_t free_bytes(void) {
    return machine.memory_end > next_page ? (machine.memory_end - next_page) & -PAGE : 0;
}

void *take_pages(size_t bytes) {
    if (bytes > free_bytes()) {
        return NULL;
    }
    void *start = (void *)next_page;
    next_page += (bytes + PAGE - 1) & -PAGE;
    return start;
}

/*
 * The finisher of IO subsystem #0 does not answer while its board is pulled; then that of another
 * one does.
 */
_Noreturn void finish(unsigned code) {
    uint32_t command = code == 0 ? FINISHER_PASS : FINISHER_FAIL | (code & 0xFFFF) << 16;
    clint_timer_off();
    for (unsigned i = 0; i < IO_SUBSYSTEMS; i++) {
        mmio_write32(FINISHER_BASE + i * IO_WINDOW, command);
        clint_wait(FINISH_PATIENCE);
    }
    for (;;) {
        __asm__ volatile("csrw mie, zero\n\twfi");
    }
}
