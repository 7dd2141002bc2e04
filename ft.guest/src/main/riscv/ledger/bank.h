/* Accounts that fill the working set, and transfers between them. */
#ifndef BANK_H
#define BANK_H

#include <stdbool.h>
#include <stdint.h>

/* Makes as many accounts as fit into so many bytes; false if main storage is too small. */
bool bank_open(uint64_t bytes, uint64_t seed);

uint32_t bank_accounts(void);

/* Moves at most an amount from one account to another; says how much it was. */
uint64_t bank_transfer(uint64_t transaction, uint32_t from, uint32_t to, uint64_t amount);

struct bank_statement {
    uint64_t digest;      /* over every word of every account */
    bool balance_ok;      /* the sum of all balances is what it was at the start */
    uint64_t broken;      /* accounts whose content does not fit their check word */
};

/* Reads every account. */
struct bank_statement bank_audit(void);

#endif
