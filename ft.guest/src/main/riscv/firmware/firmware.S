/*
 * Boot ROM. Every hart comes here after a power-on reset (T103, T203), after a synchronization reset
 * (T111, T207), and for a service interrupt (T108, T118, T214): what the patent gives to the BIOS.
 *
 * It needs no main storage: the system may be SBY, and then its main storage belongs to the copy
 * that the other system will make.
 */

/* Registers of the own DMA/shared resource controller, 64 bits each. */
        .equ    OWN_SRC,            0x120000
        .equ    SRC_ROLE,           0x08
        .equ    SRC_READY,          0x10
        .equ    MENVCFG_ADUE,       1 << 61
        .equ    SRC_BOOT_ENTRY,     0x28
        .equ    SRC_BOOT_TREE,      0x30
        .equ    SRC_BOOT_ARGUMENT,  0x38

        .equ    SRC_SMI_ACK,        0x200
        .equ    SRC_RESET_CAUSE,    0x208
        .equ    SRC_SMI_RELEASE,    0x210
        .equ    RESET_SYNCHRONIZATION, 2

/* Memory that exists in service mode only: this many bytes, a power of 2, for each hart. */
        .equ    RESERVED_BASE,      0x130000
        .equ    RESERVED_SHIFT,     10

/* Smrnmi, which the assembler does not know by name. */
        .equ    MNSCRATCH,          0x740
        .equ    MNEPC,              0x741
        .equ    MNSTATUS,           0x744
        .equ    MNSTATUS_NMIE,      1 << 3
        .equ    MNRET,              0x70200073

        .equ    CLINT_MTIMECMP,     0x2004000
        .equ    CLINT_MTIME,        0x200BFF8

/* Between two polls, in ticks of mtime: 10 ms of guest time, and 1 ms for the mail service. */
        .equ    POLL_PERIOD,        100000
        .equ    MAIL_PERIOD,        10000

        .equ    MSTATUS_MIE,        1 << 3
        .equ    MSTATUS_FS,         3 << 13
        .equ    MIE_MTIE,           1 << 7

        .equ    ROM_BASE,           0x1000
        .equ    ROM_SIZE,           0xF000
        .equ    UART_0,             0x10000000
        .equ    UART_1,             0x30000000
        .equ    UART_LSR,           5
        .equ    UART_LSR_THRE,      0x20
/* Polls of a transmitter that stays busy before a character is given up. */
        .equ    UART_PATIENCE,      4096

        .section .text.reset, "ax"
        .globl  firmware_reset
firmware_reset:
        j       firmware_start

/* Where the processor goes for a service interrupt, and for an exception while it is masked. */
        .org    0x40
        j       firmware_service
        .org    0x80
        j       firmware_lost

/*
 * Why was there a reset? A register that cannot be reached reads all ones, and that must look like
 * power-on. From NMIE on the service interrupt is allowed, and cannot be masked any more.
 */
firmware_start:
        la      t0, firmware_trap
        csrw    mtvec, t0
        li      t0, OWN_SRC
        ld      t0, SRC_RESET_CAUSE(t0)
        addi    t0, t0, -RESET_SYNCHRONIZATION
        beqz    t0, firmware_resume
        csrsi   MNSTATUS, MNSTATUS_NMIE
        csrci   mstatus, MSTATUS_MIE
        csrw    mie, zero
        li      s0, OWN_SRC
        li      s1, 1
        jal     ra, firmware_find_timer

/*
 * Comparing with exactly 1 matters: a register that cannot be reached reads all ones, and that must
 * look like neither "ready" nor "ACT".
 */
firmware_wait_ready:
        ld      t0, SRC_READY(s0)
        beq     t0, s1, firmware_poll_role
        jal     ra, firmware_pause
        j       firmware_wait_ready

/* The loop of T205: SBY stays here until a synchronization replaces its context, or it gets ACT. */
firmware_poll_role:
        ld      t0, SRC_ROLE(s0)
        beq     t0, s1, firmware_boot
        jal     ra, firmware_mail
        jal     ra, firmware_nap
        j       firmware_poll_role

/* T104. The loader has put the program into main storage behind the back of instruction fetch. */
firmware_boot:
        ld      t1, SRC_BOOT_ENTRY(s0)
        ld      a1, SRC_BOOT_TREE(s0)
        ld      a2, SRC_BOOT_ARGUMENT(s0)
        beqz    a2, 1f
        /* The device tree promises an operating system that pages are marked by the hart. */
        li      t2, MENVCFG_ADUE
        csrs    0x30a, t2                   # menvcfg
1:      mv      a0, s2
        fence.i
        jr      t1

/* s2: this hart; s3: its mtimecmp; s4: mtime. */
firmware_find_timer:
        csrr    s2, mhartid
        slli    s3, s2, 3
        li      t0, CLINT_MTIMECMP
        add     s3, s3, t0
        li      s4, CLINT_MTIME
        ret

/*
 * Sleeps until the next poll. A loop that counts would cost the host as much as the guest in
 * service does; a hart that waits costs nothing. The timer interrupt wakes WFI without being taken,
 * since mstatus.MIE is off, and leaves nothing pending for the guest.
 */
firmware_nap:
        li      t1, MAIL_PERIOD
        j       1f
firmware_pause:
        li      t1, POLL_PERIOD
1:      ld      t0, 0(s4)
        add     t0, t0, t1
        sd      t0, 0(s3)
        li      t1, MIE_MTIE
        csrw    mie, t1
1:      wfi
        ld      t1, 0(s4)
        bltu    t1, t0, 1b                  # WFI may end early
        csrw    mie, zero
        li      t1, -1
        sd      t1, 0(s3)
        ret

/*
 * Service interrupt (SMI): saves the whole context to the reserved memory of this hart (T109 copies
 * it to the other system from there), acknowledges, and waits. What ends the wait is the
 * synchronization reset, or the release if the attempt is given up. Nothing of this is counted, and
 * no counter moves; main storage is out of reach.
 */
        .macro  area                        # t0: reserved memory of this hart
        csrr    t0, mhartid
        addi    t0, t0, RESERVED_BASE >> RESERVED_SHIFT
        slli    t0, t0, RESERVED_SHIFT
        .endm

        .macro  save slot, csr
        csrr    t1, \csr
        sd      t1, 8 * \slot(t0)
        .endm

        .macro  restore slot, csr
        ld      t1, 8 * \slot(t0)
        csrw    \csr, t1
        .endm

        .macro  each_csr do                 # every CSR that holds state but mip, with its slot
        \do    32, MNEPC                    # pc
        \do    33, MNSTATUS                 # privilege
        \do    34, mstatus
        \do    35, mie
        \do    36, mtvec
        \do    37, mcounteren
        \do    38, 0x30a                    # menvcfg
        \do    39, mcountinhibit
        \do    40, mscratch
        \do    41, mepc
        \do    42, mcause
        \do    43, mtval
        \do    44, mcycle
        \do    45, minstret
        \do    46, medeleg
        \do    47, mideleg
        \do    48, stvec
        \do    49, scounteren
        \do    50, 0x10a                    # senvcfg
        \do    51, sscratch
        \do    52, sepc
        \do    53, scause
        \do    54, stval
        \do    55, 0x14d                    # stimecmp
        \do    57, satp
        \do    58, pmpaddr0                 # addresses before locks
        \do    59, pmpaddr1
        \do    60, pmpaddr2
        \do    61, pmpaddr3
        \do    62, pmpaddr4
        \do    63, pmpaddr5
        \do    64, pmpaddr6
        \do    65, pmpaddr7
        \do    66, pmpaddr8
        \do    67, pmpaddr9
        \do    68, pmpaddr10
        \do    69, pmpaddr11
        \do    70, pmpaddr12
        \do    71, pmpaddr13
        \do    72, pmpaddr14
        \do    73, pmpaddr15
        \do    74, pmpcfg0
        \do    75, pmpcfg2
        .endm

/*
 * Of mip the guest sets these. That it has set SEIP nobody can read where a line does too: that is
 * kept by the processor, and must not be written here.
 */
        .equ    SLOT_MIP,           56
        .equ    MIP_SSIP_STIP,      0x22

        .equ    SLOT_FCSR, 95
        .equ    SLOT_F0, 96

        .macro  each_float do
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
        \do     f\n, 8 * (SLOT_F0 + \n)(t0)
        .endr
        .endm

firmware_service:
        csrw    MNSCRATCH, t0
        area
        .irp    n, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
        sd      x\n, 8 * \n(t0)
        .endr
        save    5, MNSCRATCH                # t0 itself
        each_csr save
        save    SLOT_MIP, mip
        li      t1, MSTATUS_FS              # even if it is off, its registers may not get lost
        csrs    mstatus, t1
        each_float fsd
        save    SLOT_FCSR, fcsr

        li      t1, OWN_SRC
        csrr    t2, mhartid
        li      t3, 1
        sll     t2, t3, t2
        sd      t2, SRC_SMI_ACK(t1)
1:      wfi
        ld      t2, SRC_SMI_RELEASE(t1)
        bne     t2, t3, 1b

/* T111 to T113, T123 to T125: the guest goes on where it was and cannot tell. */
firmware_resume:
        area
        li      t1, MSTATUS_FS
        csrs    mstatus, t1
        each_float fld
        restore SLOT_FCSR, fcsr
        each_csr restore                    # and with mstatus, whether floating point is on
        ld      t1, 8 * SLOT_MIP(t0)
        andi    t1, t1, MIP_SSIP_STIP
        csrs    mip, t1
        .irp    n, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
        ld      x\n, 8 * \n(t0)
        .endr
        ld      t0, 8 * 5(t0)
        .word   MNRET

/* An exception in here: this hart acknowledges nothing, and the board controller will see that. */
firmware_lost:
        wfi
        j       firmware_lost

/*
 * A trap that nobody else handles: the program set no trap vector of its own. It is told on the
 * UARTs of both IO subsystems, and the hart parks. A system that is SBY parks silently, as every
 * trap inside the firmware does: it must not write to a device that the other one is using.
 *
 * There is no stack here, so every register has one job:
 * s0 UART, s1 text, s2 number, s3 digits left, s4 return from text, s5 return from character,
 * s6 return from report, s7 to s9 what the trap was.
 */
        .balign 4
firmware_trap:
        csrw    mie, zero
        csrr    s7, mcause
        csrr    s8, mepc
        csrr    s9, mtval
        li      t1, ROM_BASE
        sub     t0, s8, t1
        li      t1, ROM_SIZE
        bltu    t0, t1, firmware_park
        /* A machine that has no shared resource controller has no other system either. */
        la      t0, 1f
        csrw    mtvec, t0
        li      t0, OWN_SRC
        ld      t0, SRC_ROLE(t0)
        addi    t0, t0, -1
        bnez    t0, firmware_park
        .balign 4
1:      la      t0, firmware_trap
        csrw    mtvec, t0
        /* All harts jump to a broken program at once; each waits for its turn to speak. */
        jal     ra, firmware_find_timer
1:      beqz    s2, 2f
        jal     ra, firmware_pause
        addi    s2, s2, -1
        j       1b
2:      li      s0, UART_0
        jal     s6, firmware_report
        li      s0, UART_1
        jal     s6, firmware_report

        .globl  firmware_park
firmware_park:
        wfi
        j       firmware_park

firmware_report:
        la      s1, text_hart
        csrr    s2, mhartid
        li      s3, 1
        jal     s4, firmware_put
        la      s1, text_cause
        mv      s2, s7
        li      s3, 16
        jal     s4, firmware_put
        la      s1, text_epc
        mv      s2, s8
        li      s3, 16
        jal     s4, firmware_put
        la      s1, text_tval
        mv      s2, s9
        li      s3, 16
        jal     s4, firmware_put
        la      s1, text_end
        li      s3, 0
        jal     s4, firmware_put
        jr      s6

/* Puts the text at s1, then the lower s3 hexadecimal digits of s2. */
firmware_put:
        lbu     a0, 0(s1)
        beqz    a0, 1f
        addi    s1, s1, 1
        jal     s5, firmware_put_character
        j       firmware_put
1:      beqz    s3, 3f
        addi    s3, s3, -1
        slli    t0, s3, 2
        srl     a0, s2, t0
        andi    a0, a0, 15
        addi    a0, a0, '0'
        li      t0, '9'
        bleu    a0, t0, 2f
        addi    a0, a0, 'a' - '0' - 10
2:      jal     s5, firmware_put_character
        j       1b
3:      jr      s4

firmware_put_character:
        li      t1, UART_PATIENCE
1:      lbu     t0, UART_LSR(s0)
        andi    t0, t0, UART_LSR_THRE
        bnez    t0, 2f                      # a missing UART reads all ones and swallows the write
        addi    t1, t1, -1
        bnez    t1, 1b
2:      sb      a0, 0(s0)
        jr      s5

text_hart:
        .asciz  "firmware: no trap handler on hart "
text_cause:
        .asciz  ", mcause "
text_epc:
        .asciz  ", mepc "
text_tval:
        .asciz  ", mtval "
text_end:
        .asciz  "; hart parked\n"
