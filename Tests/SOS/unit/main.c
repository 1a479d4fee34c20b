#include "check.h"

int main(void)
{
    test_messages();
    test_lines();
    test_keys();
    test_machine();
    test_together();
    return 0;
}
