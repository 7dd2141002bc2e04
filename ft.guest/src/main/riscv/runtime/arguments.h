/* Boot arguments: words of the form name=number, or name=word where words are given. */
#ifndef ARGUMENTS_H
#define ARGUMENTS_H

#include <stdint.h>

struct argument {
    const char *name;
    uint64_t *value; /* holds the default */
    uint64_t least;
    uint64_t most;
    const char *const *words; /* or NULL; ends with NULL. The value is the index of the word. */
};

/* Sets the values; what it does not understand it tells on the console and leaves out. */
void arguments_read(const struct argument *arguments, unsigned count);

/* The argument every guest has: which UARTs to use. Counts as one more entry for arguments_read. */
extern uint64_t argument_console;
extern const char *const argument_sides[];
#define ARGUMENT_CONSOLE {"console", &argument_console, 0, 2, argument_sides}

#endif
