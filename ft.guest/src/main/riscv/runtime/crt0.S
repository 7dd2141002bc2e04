/* Start of every guest: a0 = hart, a1 = device tree. All harts come here. */

        .equ    MAX_HARTS,      8
        .equ    STACK_SHIFT,    14
        .equ    CLINT_MSIP,     0x2000000
        .equ    MSTATUS_MIE,    1 << 3
        .equ    MIE_MSIE,       1 << 3

        .section .text.start, "ax"
        .globl  _start
_start:
        csrci   mstatus, MSTATUS_MIE
        csrw    mie, zero
        la      t0, trap_entry
        csrrw   s1, mtvec, t0
        csrr    s0, mhartid
        li      t0, MAX_HARTS
        bgeu    s0, t0, park
        la      sp, stacks
        addi    t0, s0, 1
        slli    t0, t0, STACK_SHIFT
        add     sp, sp, t0
        bnez    s0, other_hart

        la      t0, __bss_start
        la      t1, __bss_end
1:      bgeu    t0, t1, 2f
        sd      zero, 0(t0)
        addi    t0, t0, 8
        j       1b
2:      mv      a0, a1
        mv      a1, s1
        call    runtime_main
park:   csrw    mie, zero
1:      wfi
        j       1b

/*
 * The other harts sleep until hart 0 releases them with a software interrupt, or for good: a hart
 * that spins would take its share of the cycles from the one that works.
 */
other_hart:
        li      t0, MIE_MSIE
        csrw    mie, t0
        la      t0, harts_released
1:      lw      t1, 0(t0)
        bnez    t1, 2f
        wfi
        j       1b
2:      fence
        csrw    mie, zero
        slli    t0, s0, 2
        li      t1, CLINT_MSIP
        add     t0, t0, t1
        sw      zero, 0(t0)
        mv      a0, s0
        call    guest_hart_main
        j       park

        .section .data
        .balign 4
        .globl  harts_released
harts_released:                             # in .data: the others may look before .bss is cleared
        .word   0

        .section .stacks, "aw", @nobits
        .balign 16
stacks: .space  MAX_HARTS << STACK_SHIFT

        .text
        .balign 4
trap_entry:
        addi    sp, sp, -128
        sd      ra, 0(sp)
        sd      t0, 8(sp)
        sd      t1, 16(sp)
        sd      t2, 24(sp)
        sd      a0, 32(sp)
        sd      a1, 40(sp)
        sd      a2, 48(sp)
        sd      a3, 56(sp)
        sd      a4, 64(sp)
        sd      a5, 72(sp)
        sd      a6, 80(sp)
        sd      a7, 88(sp)
        sd      t3, 96(sp)
        sd      t4, 104(sp)
        sd      t5, 112(sp)
        sd      t6, 120(sp)
        mv      a0, sp
        call    trap_handle
        ld      ra, 0(sp)
        ld      t0, 8(sp)
        ld      t1, 16(sp)
        ld      t2, 24(sp)
        ld      a0, 32(sp)
        ld      a1, 40(sp)
        ld      a2, 48(sp)
        ld      a3, 56(sp)
        ld      a4, 64(sp)
        ld      a5, 72(sp)
        ld      a6, 80(sp)
        ld      a7, 88(sp)
        ld      t3, 96(sp)
        ld      t4, 104(sp)
        ld      t5, 112(sp)
        ld      t6, 120(sp)
        addi    sp, sp, 128
        mret

/*
 * Every access to a device goes through these leaf functions. If there is no device at all, some
 * boards answer with an access fault instead of all ones; trap_handle then returns all ones for the
 * function that was interrupted. A function and not a macro, so that the fault has a known place.
 */
        .globl  mmio_begin
mmio_begin:
        .globl  mmio_load8
mmio_load8:
        lbu     a0, 0(a0)
        ret
        .globl  mmio_load32
mmio_load32:
        lwu     a0, 0(a0)
        ret
        .globl  mmio_load64
mmio_load64:
        ld      a0, 0(a0)
        ret
        .globl  mmio_write8
mmio_write8:
        sb      a1, 0(a0)
        ret
        .globl  mmio_write32
mmio_write32:
        sw      a1, 0(a0)
        ret
        .globl  mmio_write64
mmio_write64:
        sd      a1, 0(a0)
        ret
        .globl  mmio_end
mmio_end:
