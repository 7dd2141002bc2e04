#include "arguments.h"

#include <stddef.h>

#include "console.h"
#include "runtime.h"

const char *const argument_sides[] = {"0", "1", "both", NULL};
uint64_t argument_console = 2;

static bool read_number(const char *text, uint64_t *number) {
    unsigned base = 10;
    if (text[0] == '0' && text[1] == 'x') {
        base = 16;
        text += 2;
    }
    if (*text == '\0') {
        return false;
    }
    uint64_t value = 0;
    for (; *text != '\0'; text++) {
        unsigned digit = *text >= 'a' ? (unsigned)(*text - 'a' + 10) : (unsigned)(*text - '0');
        if (digit >= base || value > (UINT64_MAX - digit) / base) {
            return false;
        }
        value = value * base + digit;
    }
    *number = value;
    return true;
}

static bool read_word(const char *text, const char *const *words, uint64_t *number) {
    for (uint64_t i = 0; words[i] != NULL; i++) {
        if (text_equal(text, words[i])) {
            *number = i;
            return true;
        }
    }
    return false;
}

/* Where complaints go; the first pass makes none, because it finds out where to make them. */
static bool complain;

static void read_value(const struct argument *argument, const char *text) {
    uint64_t number;
    bool understood = argument->words != NULL ? read_word(text, argument->words, &number)
                                              : read_number(text, &number);
    if (understood && number >= argument->least && number <= argument->most) {
        *argument->value = number;
    } else if (!complain) {
        return;
    } else if (argument->words != NULL) {
        print("%s: %s=%s is none of the words it knows, using %s\n", guest_name, argument->name,
              text, argument->words[*argument->value]);
    } else if (!understood) {
        print("%s: %s=%s is not a number, using %lu\n", guest_name, argument->name, text,
              *argument->value);
    } else {
        print("%s: %s=%s is not within %lu to %lu, using %lu\n", guest_name, argument->name, text,
              argument->least, argument->most, *argument->value);
    }
}

static void read_one(char *word, const struct argument *arguments, unsigned count) {
    char *value = word;
    while (*value != '\0' && *value != '=') {
        value++;
    }
    if (*value == '=') {
        *value++ = '\0';
        for (unsigned i = 0; i < count; i++) {
            if (text_equal(arguments[i].name, word)) {
                read_value(&arguments[i], value);
                return;
            }
        }
    }
    if (complain) {
        print("%s: argument %s is unknown and ignored\n", guest_name, word);
    }
}

static void read_all(const struct argument *arguments, unsigned count) {
    char text[sizeof machine.arguments];
    memcpy(text, machine.arguments, sizeof text);
    for (char *at = text; *at != '\0';) {
        if (*at == ' ') {
            at++;
            continue;
        }
        char *word = at;
        while (*at != '\0' && *at != ' ') {
            at++;
        }
        if (*at == ' ') {
            *at++ = '\0';
        }
        read_one(word, arguments, count);
    }
}

void arguments_read(const struct argument *arguments, unsigned count) {
    complain = false;
    read_all(arguments, count);
    console_select(argument_console == 2 ? 3 : 1u << argument_console);
    complain = true;
    read_all(arguments, count);
}
