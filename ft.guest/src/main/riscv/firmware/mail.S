/*
 * The mail service of a system that stands by (T205): software of another system, or a person, puts
 * a command into the mailbox of this system's shared resource controller, and hart 0 carries it out
 * with a load or a store of its own. So it can be seen from here what this system can reach.
 */
        .equ    SRC_MAIL_COMMAND,   0x180
        .equ    SRC_MAIL_ADDRESS,   0x188
        .equ    SRC_MAIL_VALUE,     0x190

        .equ    MAIL_LOAD,          1
        .equ    MAIL_STORE,         2
        .equ    MAIL_ORDINARY_BIT,  16

/* Access register that chooses the class of this system's requests. */
        .equ    REQUEST_CLASS,      0x128000

        .section .text
/*
 * s0: registers of the own shared resource controller; s1: 1; s2: this hart. Uses t0-t6, a0, a1.
 * What cannot be reached reads all ones, which is no command.
 */
        .globl  firmware_mail
firmware_mail:
        bnez    s2, 2f
        ld      t0, SRC_MAIL_COMMAND(s0)
        andi    t1, t0, 0xFF
        li      t2, MAIL_LOAD
        beq     t1, t2, 1f
        li      t2, MAIL_STORE
        bne     t1, t2, 2f
1:      ld      a0, SRC_MAIL_ADDRESS(s0)
        ld      a1, SRC_MAIL_VALUE(s0)
        srli    t3, t0, 8
        andi    t3, t3, 0xFF
        la      t4, mail_fault
        csrrw   t4, mtvec, t4
        li      t5, REQUEST_CLASS
        srli    t6, t0, MAIL_ORDINARY_BIT
        andi    t6, t6, 1
        xori    t6, t6, 1
        sd      t6, 0(t5)
        addi    t1, t1, -MAIL_LOAD
        bnez    t1, mail_store
        li      t6, 1
        beq     t3, t6, mail_load8
        li      t6, 2
        beq     t3, t6, mail_load16
        li      t6, 4
        beq     t3, t6, mail_load32
        ld      a1, 0(a0)
        j       mail_done
mail_load8:
        lbu     a1, 0(a0)
        j       mail_done
mail_load16:
        lhu     a1, 0(a0)
        j       mail_done
mail_load32:
        lwu     a1, 0(a0)
        j       mail_done
mail_store:
        li      t6, 1
        beq     t3, t6, mail_store8
        li      t6, 2
        beq     t3, t6, mail_store16
        li      t6, 4
        beq     t3, t6, mail_store32
        sd      a1, 0(a0)
        j       mail_done
mail_store8:
        sb      a1, 0(a0)
        j       mail_done
mail_store16:
        sh      a1, 0(a0)
        j       mail_done
mail_store32:
        sw      a1, 0(a0)
        j       mail_done

/* There is nothing at all at the address: what a device that is not there would answer. */
        .balign 4
mail_fault:
        li      a1, -1

mail_done:
        csrw    mtvec, t4
        sd      s1, 0(t5)
        sd      a1, SRC_MAIL_VALUE(s0)
        sd      zero, SRC_MAIL_COMMAND(s0)
2:      ret
