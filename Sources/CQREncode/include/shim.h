#ifndef KIOSK_CQRENCODE_H
#define KIOSK_CQRENCODE_H
#include <qrencode.h>
#endif
