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

static void read_value(const struct argument *argument, const char *text) {
    uint64_t number;
    if (argument->words != NULL) {
        if (read_word(text, argument->words, &number)) {
            *argument->value = number;
        } else {
            print("%s: %s=%s is none of the words it knows, using %s\n", guest_name,
                  argument->name, text, argument->words[*argument->value]);
        }
    } else if (!read_number(text, &number)) {
        print("%s: %s=%s is not a number, using %lu\n", guest_name, argument->name, text,
              *argument->value);
    } else if (number < argument->least || number > argument->most) {
        print("%s: %s=%s is not within %lu to %lu, using %lu\n", guest_name, argument->name, text,
              argument->least, argument->most, *argument->value);
    } else {
        *argument->value = number;
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
    print("%s: argument %s is unknown and ignored\n", guest_name, word);
}

void arguments_read(const struct argument *arguments, unsigned count) {
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
    console_select(argument_console == 2 ? 3 : 1u << argument_console);
}
