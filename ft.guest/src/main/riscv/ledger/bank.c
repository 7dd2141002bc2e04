#include "bank.h"

#include <stddef.h>

#include "random.h"
#include "runtime.h"

#define OPENING_BALANCE 1000000u

/* A cache line each. The check word finds a page that went stale as soon as it is used. */
struct account {
    uint64_t balance;
    uint64_t transfers;
    uint64_t last_transaction;
    uint64_t history[4];
    uint64_t check;
};

static struct account *accounts;
static uint32_t count;
static uint64_t total;

static uint64_t check_word(const struct account *account, uint32_t number) {
    return random_mix(account->balance ^ account->transfers << 40 ^ account->last_transaction << 20
                      ^ account->history[account->transfers % 4] ^ ((uint64_t)number << 32));
}

bool bank_open(uint64_t bytes, uint64_t seed) {
    accounts = take_pages(bytes);
    if (accounts == NULL) {
        return false;
    }
    count = (uint32_t)(bytes / sizeof(struct account));
    for (uint32_t i = 0; i < count; i++) {
        struct account *account = &accounts[i];
        account->balance = OPENING_BALANCE;
        account->transfers = 0;
        account->last_transaction = 0;
        for (unsigned entry = 0; entry < 4; entry++) {
            account->history[entry] = random_next(&seed);
        }
        account->check = check_word(account, i);
    }
    total = (uint64_t)count * OPENING_BALANCE;
    return true;
}

uint32_t bank_accounts(void) { return count; }

static void book(uint64_t transaction, uint32_t number, uint64_t balance, uint64_t entry) {
    struct account *account = &accounts[number];
    /* An account that is broken stays broken, for the audit to find. */
    bool intact = account->check == check_word(account, number);
    account->balance = balance;
    account->transfers++;
    account->last_transaction = transaction;
    account->history[account->transfers % 4] = entry;
    account->check = check_word(account, number) ^ (intact ? 0 : 1);
}

uint64_t bank_transfer(uint64_t transaction, uint32_t from, uint32_t to, uint64_t amount) {
    uint64_t available = accounts[from].balance;
    if (amount > available) {
        amount = available;
    }
    book(transaction, from, available - amount, (uint64_t)to << 32 | amount);
    book(transaction, to, accounts[to].balance + amount, (uint64_t)from << 32 | amount);
    return amount;
}

struct bank_statement bank_audit(void) {
    struct bank_statement statement = {DIGEST_START, false, 0};
    uint64_t sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct account *account = &accounts[i];
        const uint64_t *words = (const uint64_t *)account;
        for (unsigned word = 0; word < sizeof *account / sizeof *words; word++) {
            statement.digest = digest_word(statement.digest, words[word]);
        }
        sum += account->balance;
        statement.broken += account->check != check_word(account, i);
    }
    statement.balance_ok = sum == total;
    return statement;
}
