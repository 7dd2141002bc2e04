/*
 * Runs streams of instructions one after another, each in a slot of main storage, and leaves what
 * they did in it. What is where in a slot: Slot.java says it too.
 *
 * A stream is entered by MRET with registers and CSRs of the slot, and ends with an ECALL at its
 * end, when it has left its code, or when it has trapped too often. Every other trap is noted and
 * its instruction left out; the slot has the length of every instruction in a table. A trap that is
 * delegated to S mode comes here too: what stvec points to is an ECALL. An interrupt is noted, its
 * cause taken away, and what it was before goes on.
 */
        .equ    CONTROL,        0x80001000      /* number of slots, first slot, stride, S mode, mask of mstatus */
        .equ    FINISHER,       0x100000
        .equ    MSIP,           0x2000000
        .equ    MTIMECMP,       0x2004000

        .equ    ENTRY,          0x000           /* virtual, like the next three */
        .equ    CODE,           0x008
        .equ    CODE_SIZE,      0x010
        .equ    END,            0x018
        .equ    MSTATUS,        0x020
        .equ    FCSR,           0x028
        .equ    TRAPS,          0x030           /* that it may take */
        .equ    MEDELEG,        0x038
        .equ    SATP,           0x040
        .equ    PMPCFG,         0x048
        .equ    PMPADDR,        0x050           /* four of them */
        .equ    MCOUNTEREN,     0x070
        .equ    SCOUNTEREN,     0x078
        .equ    MENVCFG,        0x080
        .equ    CODE_PLACE,     0x088           /* physical */
        .equ    COUNT,          0x090           /* instructions, with a few of ours */
        .equ    MIE,            0x098
        .equ    MIP,            0x0a0
        .equ    MIDELEG,        0x0a8
        .equ    X,              0x100
        .equ    F,              0x200
        .equ    X_AFTER,        0x300
        .equ    F_AFTER,        0x400
        .equ    TAKEN,          0x500           /* traps */
        .equ    HASH,           0x508           /* of all of them */
        .equ    CSRS_AFTER,     0x510
        .equ    LOG,            0x5c0           /* the last traps, 64 bytes each */
        .equ    LOG_ENTRIES,    8
        .equ    LENGTHS,        0x800           /* a byte for two bytes of code */

        .equ    PRIME,          0x01000193
        .equ    MSTATUS_FS,     3 << 13
        .equ    MSTATUS_MPP,    3 << 11
        .equ    MSTATUS_SPP,    1 << 8
        .equ    MSTATUS_SPIE,   1 << 5
        .equ    MSTATUS_SIE,    1 << 1
        .equ    SOFTWARE,       3               /* interrupts that are cleared at the CLINT */
        .equ    TIMER,          7
        .equ    SUPERVISOR_TIMER, 5

        .section .text.start, "ax"
        .globl  _start
_start:
        li      t0, MTIMECMP
        li      t1, -1
        sd      t1, 0(t0)
        csrw    mie, zero
        li      s0, CONTROL
        ld      s1, 0(s0)                       /* slots left */
        ld      s2, 8(s0)
        ld      s3, 16(s0)
        ld      s4, 24(s0)
        la      t0, registers
        sd      s1, 0(t0)
        sd      s2, 8(t0)
        sd      s3, 16(t0)
        sd      s4, 24(t0)
        ld      s4, 32(s0)
        sd      s4, 32(t0)
        j       next

/* Where delegated traps go. */
        .align  6
        .globl  stub
stub:   ecall

/* s2: a slot. */
next:   la      t0, registers
        ld      s1, 0(t0)
        ld      s2, 8(t0)
        ld      s3, 16(t0)
        ld      s4, 24(t0)
        beqz    s1, finish
        addi    t1, s1, -1
        sd      t1, 0(t0)
        add     t1, s2, s3
        sd      t1, 8(t0)

        la      t0, trap
        csrw    mtvec, t0
        csrw    mscratch, s2
        csrw    mie, zero
        li      t0, MSIP
        sw      zero, 0(t0)
        li      t0, MTIMECMP
        li      t1, -1
        sd      t1, 0(t0)
        ld      t1, MCOUNTEREN(s2)
        csrw    mcounteren, t1
        ld      t1, MENVCFG(s2)
        csrw    0x30a, t1
        beqz    s4, 1f
        li      t1, -1
        csrw    0x14d, t1                       /* stimecmp */
        csrw    satp, zero
        ld      t1, PMPADDR(s2)
        csrw    pmpaddr0, t1
        ld      t1, PMPADDR + 8(s2)
        csrw    pmpaddr1, t1
        ld      t1, PMPADDR + 16(s2)
        csrw    pmpaddr2, t1
        ld      t1, PMPADDR + 24(s2)
        csrw    pmpaddr3, t1
        ld      t1, PMPCFG(s2)
        csrw    pmpcfg0, t1
        ld      t1, MEDELEG(s2)
        csrw    medeleg, t1
        ld      t1, MIDELEG(s2)
        csrw    mideleg, t1
        ld      t1, SCOUNTEREN(s2)
        csrw    scounteren, t1
        ld      t1, SATP(s2)
        csrw    satp, t1
        la      t1, stub
        csrw    stvec, t1
        csrw    sscratch, zero
        csrw    scause, zero
        csrw    sepc, zero
        csrw    stval, zero
        sfence.vma
1:      fence.i
        ld      t1, MIP(s2)
        csrw    mip, t1
        ld      t1, MIE(s2)
        csrw    mie, t1
        csrw    mcause, zero
        csrw    mtval, zero
        li      t1, MSTATUS_FS
        csrs    mstatus, t1
        ld      t1, FCSR(s2)
        csrw    fcsr, t1
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
        fld     f\n, F + 8 * \n(s2)
        .endr
        ld      t1, MSTATUS(s2)
        csrw    mstatus, t1
        ld      t1, ENTRY(s2)
        csrw    mepc, t1
        mv      x31, s2
        csrr    t1, minstret
        sub     t1, zero, t1
        sd      t1, COUNT(s2)
        .irp    n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
        ld      x\n, X + 8 * \n(x31)
        .endr
        mret

        .macro  hash value                      /* t4, with t3 the prime */
        xor     t4, t4, \value
        mul     t4, t4, t3
        .endm

        .align  6
trap:   csrrw   x31, mscratch, x31
        sd      x1, X_AFTER + 8(x31)
        .irp    n, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30
        sd      x\n, X_AFTER + 8 * \n(x31)
        .endr
        csrr    t5, mscratch
        sd      t5, X_AFTER + 8 * 31(x31)
        csrw    mscratch, x31
        mv      s2, x31
        ld      t5, COUNT(s2)
        csrr    t4, minstret
        add     t5, t5, t4
        sd      t5, COUNT(s2)

        ld      s1, TAKEN(s2)
        ld      t4, HASH(s2)
        li      t3, PRIME
        andi    t5, s1, LOG_ENTRIES - 1
        slli    t5, t5, 6
        add     t5, t5, s2
        addi    t5, t5, LOG
        csrr    s3, mepc
        csrr    s4, mcause
        csrr    s5, mtval
        jal     ra, alike
        csrw    mcause, s4
        csrw    mtval, s5
        csrr    s6, mstatus
        la      t0, registers
        ld      t0, 32(t0)
        and     s6, s6, t0
        hash    s3
        hash    s4
        hash    s5
        hash    s6
        sd      s3, 0(t5)
        sd      s4, 8(t5)
        sd      s5, 16(t5)
        sd      s6, 24(t5)
        bltz    s4, interrupted
        la      t0, stub
        bne     s3, t0, not_delegated
        csrr    s3, sepc
        csrr    s4, scause
        csrr    s5, stval
        jal     ra, alike
        csrw    scause, s4
        csrw    stval, s5
        hash    s3
        hash    s4
        hash    s5
        sd      s3, 32(t5)
        sd      s4, 40(t5)
        sd      s5, 48(t5)
        /* What SRET would do. */
        li      t1, MSTATUS_MPP
        csrc    mstatus, t1
        andi    t1, s6, MSTATUS_SPP
        slli    t1, t1, 3
        csrs    mstatus, t1
        andi    t1, s6, MSTATUS_SPIE
        srli    t1, t1, 4
        csrs    mstatus, t1
        csrw    mepc, s3
        bltz    s4, interrupted
not_delegated:
        sd      t4, HASH(s2)
        addi    s1, s1, 1
        sd      s1, TAKEN(s2)

        ld      t0, END(s2)
        beq     s3, t0, ended
        ld      t0, TRAPS(s2)
        bgeu    s1, t0, ended
        ld      t0, CODE(s2)
        sub     t0, s3, t0
        ld      t1, CODE_SIZE(s2)
        bgeu    t0, t1, ended
        srli    t0, t0, 1
        add     t0, t0, s2
        addi    t0, t0, LENGTHS - 0x700         /* the offset would be too large for a load */
        lbu     t0, 0x700(t0)
        beqz    t0, ended
        add     s3, s3, t0
        csrw    mepc, s3
resume: ld      t5, COUNT(s2)
        csrr    t4, minstret
        sub     t5, t5, t4
        sd      t5, COUNT(s2)
        .irp    n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
        ld      x\n, X_AFTER + 8 * \n(x31)
        .endr
        mret

/* s4: an interrupt, t4 the hash with it. */
interrupted:
        sd      t4, HASH(s2)
        addi    s1, s1, 1
        sd      s1, TAKEN(s2)
        andi    t1, s4, 63
        li      t0, 1
        sll     t0, t0, t1
        csrc    mip, t0
        li      t0, SOFTWARE
        bne     t1, t0, 1f
        li      t0, MSIP
        sw      zero, 0(t0)
1:      li      t2, -1
        li      t0, TIMER
        bne     t1, t0, 1f
        li      t0, MTIMECMP
        sd      t2, 0(t0)
1:      li      t0, SUPERVISOR_TIMER
        bne     t1, t0, 1f
        csrw    0x14d, t2                       /* stimecmp */
1:      ld      t0, TRAPS(s2)
        bgeu    s1, t0, ended
        j       resume

/*
 * What may be one or the other, and what QEMU 7.2 does wrong. s3 is where a trap was, s4 why, s5 its
 * value.
 */
alike:
        /* The manual leaves it open whether EBREAK tells its address. */
        li      t1, 3
        bne     s4, t1, 1f
        li      s5, 0
        ret
        /* QEMU takes the load of an atomic operation for a load; the manual takes it for a store. */
1:
        ld      t0, CODE(s2)
        sub     t0, s3, t0
        ld      t1, CODE_SIZE(s2)
        bgeu    t0, t1, 1f
        ld      t1, CODE_PLACE(s2)
        add     t0, t0, t1
        lhu     t1, 0(t0)
        andi    t1, t1, 0x7f
        li      t2, 0x2f                        /* AMO */
        bne     t1, t2, 1f
        lhu     t1, 2(t0)
        srli    t1, t1, 11
        li      t2, 2                           /* LR is a load */
        beq     t1, t2, 1f
        li      t1, 4
        beq     s4, t1, 2f
        li      t1, 5
        beq     s4, t1, 2f
        li      t1, 13
        bne     s4, t1, 1f
2:      ori     s4, s4, 2
1:      ret

        .macro  keep index, csr
        csrr    t0, \csr
        sd      t0, CSRS_AFTER + 8 * \index(s2)
        .endm

ended:  csrr    t0, mstatus
        la      t1, registers
        ld      t1, 32(t1)
        and     t0, t0, t1
        sd      t0, CSRS_AFTER(s2)
        keep    1, mcounteren
        csrr    t0, 0x30a
        sw      t0, CSRS_AFTER + 16(s2)         /* QEMU does not know of ADUE */
        li      t0, MSTATUS_FS
        csrs    mstatus, t0
        keep    3, fcsr
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
        fsd     f\n, F_AFTER + 8 * \n(s2)
        .endr
        la      t0, registers
        ld      t0, 24(t0)
        beqz    t0, next
        keep    4, satp
        keep    5, medeleg
        keep    6, mideleg
        keep    7, sepc
        keep    8, scause
        keep    9, stval
        keep    10, sscratch
        keep    11, stvec
        keep    12, scounteren
        keep    13, pmpcfg0
        keep    14, pmpaddr0
        keep    15, pmpaddr1
        keep    16, pmpaddr2
        keep    17, pmpaddr3
        keep    18, mie
        keep    19, mip
        j       next

finish: li      t0, FINISHER
        li      t1, 0x5555
        sw      t1, 0(t0)
        j       .

        .align  3
registers:
        .dword  0, 0, 0, 0, 0
