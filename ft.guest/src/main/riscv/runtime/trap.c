#include "trap.h"

#include "console.h"
#include "runtime.h"

#define MSTATUS_MIE 8ul
#define CAUSE_INTERRUPT (1ul << 63)

enum { LOAD_ACCESS_FAULT = 5, STORE_ACCESS_FAULT = 7 };

/* In the order crt0 saves them. */
struct frame {
    uint64_t ra, t0, t1, t2, a0, a1, a2, a3, a4, a5, a6, a7, t3, t4, t5, t6;
};

extern char mmio_begin[];
extern char mmio_end[];

void trap_handle(struct frame *frame);

static void (*handlers[INTERRUPTS])(void);

static inline uint64_t read_mepc(void) {
    uint64_t value;
    __asm__ volatile("csrr %0, mepc" : "=r"(value));
    return value;
}

static _Noreturn void die(uint64_t cause, uint64_t pc) {
    uint64_t value;
    __asm__ volatile("csrr %0, mtval" : "=r"(value));
    print("%s: trap on hart %u: mcause %lx, mepc %lx, mtval %lx\n", guest_name, hart_id(), cause,
          pc, value);
    finish(0x100 | (unsigned)(cause & 0xFF));
}

void trap_handle(struct frame *frame) {
    uint64_t cause;
    uint64_t pc = read_mepc();
    __asm__ volatile("csrr %0, mcause" : "=r"(cause));
    if ((cause & CAUSE_INTERRUPT) != 0) {
        uint64_t number = cause & ~CAUSE_INTERRUPT;
        if (number >= INTERRUPTS || handlers[number] == NULL) {
            die(cause, pc);
        }
        handlers[number]();
    } else if ((cause == LOAD_ACCESS_FAULT || cause == STORE_ACCESS_FAULT)
               && pc >= (uintptr_t)mmio_begin && pc < (uintptr_t)mmio_end) {
        frame->a0 = UINT64_MAX;
        __asm__ volatile("csrw mepc, %0" ::"r"(frame->ra));
    } else {
        die(cause, pc);
    }
}

void trap_handler(enum interrupt interrupt, void (*handler)(void)) {
    handlers[interrupt] = handler;
    trap_enable(interrupt);
}

void trap_enable(enum interrupt interrupt) {
    __asm__ volatile("csrs mie, %0" ::"r"(1ul << interrupt) : "memory");
}

void trap_disable(enum interrupt interrupt) {
    __asm__ volatile("csrc mie, %0" ::"r"(1ul << interrupt) : "memory");
}

bool interrupts_on(void) {
    uint64_t old;
    __asm__ volatile("csrrs %0, mstatus, %1" : "=r"(old) : "r"(MSTATUS_MIE) : "memory");
    return (old & MSTATUS_MIE) != 0;
}

bool interrupts_off(void) {
    uint64_t old;
    __asm__ volatile("csrrc %0, mstatus, %1" : "=r"(old) : "r"(MSTATUS_MIE) : "memory");
    return (old & MSTATUS_MIE) != 0;
}

void interrupts_set(bool on) {
    if (on) {
        interrupts_on();
    } else {
        interrupts_off();
    }
}
