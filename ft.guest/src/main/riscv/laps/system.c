/* What an operating system does: atomic operations, traps, its own page tables. */
#include "board.h"
#include "mmio.h"
#include "random.h"
#include "runtime.h"
#include "work.h"

/* atomic: locks and counters that nobody contends for. */

#define ATOMICS 1500000

uint64_t atomic_lap(void) {
    static uint64_t counter;
    static uint32_t lock;
    uint64_t sum = 0;
    counter = 0;
    for (unsigned i = 0; i < ATOMICS; i++) {
        while (__atomic_exchange_n(&lock, 1, __ATOMIC_ACQUIRE) != 0) {
        }
        sum += counter;
        __atomic_fetch_add(&counter, 3, __ATOMIC_SEQ_CST);
        __atomic_store_n(&lock, 0, __ATOMIC_RELEASE);
        uint64_t expected = counter;
        __atomic_compare_exchange_n(&counter, &expected, expected ^ 1, false, __ATOMIC_SEQ_CST,
                                    __ATOMIC_RELAXED);
    }
    return sum ^ counter;
}

/* io: a register of the UART is read again and again, and between two reads something computed. */

#define IO_INSTRUCTIONS 20000000ul
#define DRAW_INSTRUCTIONS 10
#define SCRATCH 7

uint64_t io_every = 10000;

uint64_t io_lap(void) {
    uint64_t seed = 7;
    uint64_t digest = DIGEST_START;
    for (uint64_t done = 0; done < IO_INSTRUCTIONS; done += io_every) {
        for (uint64_t i = 0; i < io_every; i += DRAW_INSTRUCTIONS) {
            digest ^= random_next(&seed);
        }
        digest = digest_word(digest, mmio_load8(UART_BASE + SCRATCH));
    }
    return digest;
}

/* traps: calls of the environment and reads of CSRs. */

#define TRAPS 200000

extern char laps_trap[];
__asm__(".text\n.balign 4\n.globl laps_trap\nlaps_trap:\n"
        "csrw mscratch, t0\n"
        "csrr t0, mepc\n"
        "addi t0, t0, 4\n"
        "csrw mepc, t0\n"
        "csrr t0, mcause\n"
        "add a0, a0, t0\n"
        "csrr t0, mscratch\n"
        "mret\n");

uint64_t traps_lap(void) {
    uintptr_t before;
    __asm__ volatile("csrrw %0, mtvec, %1" : "=r"(before) : "r"(laps_trap));
    register uint64_t sum __asm__("a0") = 0;
    for (unsigned i = 0; i < TRAPS; i++) {
        __asm__ volatile(".option push\n.option norvc\necall\n.option pop" : "+r"(sum));
    }
    uint64_t result = sum;
    __asm__ volatile("csrw mtvec, %0" : : "r"(before));
    return result;
}

/*
 * paging: loads and stores of a program in supervisor mode under Sv39, at random in more pages than
 * any TLB holds, with a fence now and then.
 */

#define PAGE 4096ul
#define TABLE_ENTRIES 512
#define WINDOW_PAGES 2048u
#define WINDOW 0x2000000000ul /* an address that is nobody's without paging */
#define ACCESSES 600000

enum { VALID = 1, READ = 2, WRITE = 4, EXECUTE = 8, ACCESSED = 64, DIRTY = 128 };

static uint64_t *root_table;
static unsigned char *window;

static uint64_t entry(const void *page, uint64_t flags) {
    return (uintptr_t)page >> 12 << 10 | flags | VALID;
}

static uint64_t *table(void) {
    uint64_t *pages = take_pages(PAGE);
    if (pages == NULL) {
        finish(1);
    }
    memset(pages, 0, PAGE);
    return pages;
}

void paging_begin(void) {
    root_table = table();
    uint64_t *middle = table();
    window = take_pages(WINDOW_PAGES * PAGE);
    if (window == NULL) {
        finish(1);
    }
    memset(window, 0, WINDOW_PAGES * PAGE);
    for (unsigned i = 0; i < 4; i++) { /* what is there without paging, in pages of a GiB */
        root_table[i] = entry((void *)((uintptr_t)i << 30), READ | WRITE | EXECUTE | ACCESSED | DIRTY);
    }
    root_table[WINDOW >> 30] = entry(middle, 0);
    for (unsigned i = 0; i < WINDOW_PAGES / TABLE_ENTRIES; i++) {
        uint64_t *leaves = table();
        middle[i] = entry(leaves, 0);
        for (unsigned k = 0; k < TABLE_ENTRIES; k++) {
            /* Every page lies somewhere else than its neighbour. */
            size_t page = ((size_t)i * TABLE_ENTRIES + k) * 577 % WINDOW_PAGES;
            leaves[k] = entry(window + page * PAGE, READ | WRITE | ACCESSED | DIRTY);
        }
    }
    __asm__ volatile("csrw pmpaddr0, %0\n\tcsrw pmpcfg0, %1" : : "r"(~0ul >> 10), "r"(0x1Ful));
}

__attribute__((noinline)) static uint64_t walk(void) {
    volatile uint64_t *pages = (volatile uint64_t *)WINDOW;
    uint64_t seed = 6;
    uint64_t sum = 0;
    for (unsigned i = 0; i < ACCESSES; i++) {
        uint64_t draw = random_next(&seed);
        /* Mostly near the last one, as programs are. */
        size_t page = (draw & 7) == 0 ? draw >> 32 & (WINDOW_PAGES - 1)
                                      : (i >> 10 & (WINDOW_PAGES / 64 - 1)) * 64 + (draw >> 32 & 63);
        size_t word = page * (PAGE / 8) + (draw >> 8 & 511);
        sum += pages[word];
        pages[word] = sum ^ draw;
        if ((i & 0x3FFF) == 0) {
            __asm__ volatile("sfence.vma" : : : "memory");
        }
    }
    return sum;
}

uint64_t paging_lap(void) {
    uint64_t mode = 8ul << 60;
    uint64_t status;
    uintptr_t before;
    uint64_t result;
    uint64_t cause;
    memset(window, 0, WINDOW_PAGES * PAGE);
    /* Into supervisor mode by MRET, and back by ECALL: everything else stays where it is. */
    __asm__ volatile(
        "csrr %[status], mstatus\n\t"
        "csrw satp, %[satp]\n\t"
        "sfence.vma\n\t"
        "la t0, 2f\n\t"
        "csrrw %[before], mtvec, t0\n\t"
        "li t0, 0x1800\n\t"
        "csrc mstatus, t0\n\t"
        "li t0, 0x800\n\t"
        "csrs mstatus, t0\n\t"
        "la t0, 1f\n\t"
        "csrw mepc, t0\n\t"
        "mret\n\t"
        ".balign 4\n"
        "1:\n\t"
        : [status] "=&r"(status), [before] "=&r"(before)
        : [satp] "r"(mode | (uintptr_t)root_table >> 12)
        : "t0", "memory");
    result = walk();
    __asm__ volatile(
        "ecall\n\t"
        ".balign 4\n"
        "2:\n\t"
        "csrw satp, zero\n\t"
        "sfence.vma\n\t"
        "csrw mtvec, %[before]\n\t"
        "csrw mstatus, %[status]\n\t"
        "csrr %[cause], mcause\n\t"
        : [cause] "=r"(cause)
        : [status] "r"(status), [before] "r"(before)
        : "memory");
    return digest_word(result, cause); /* that it was the ECALL and no page fault */
}
