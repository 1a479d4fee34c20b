#ifndef CCURL_H
#define CCURL_H

#include <curl/curl.h>

// Swift can neither call variadic functions nor read the type checks that curl's headers wrap around them. So there is
// one function for each kind of value.

CURLcode ccurl_global_init(void);

CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value);
CURLcode ccurl_set_string(CURL *easy, CURLoption option, const char *value);
CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, void *value);
CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *value);
// Sets a body that curl copies.
CURLcode ccurl_set_body(CURL *easy, const void *bytes, size_t count);
// For CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION.
CURLcode ccurl_set_callback(CURL *easy, CURLoption option,
                            size_t (*callback)(char *bytes, size_t size, size_t count, void *context));

long ccurl_get_long(CURL *easy, CURLINFO info);
// Whether the connection and its TLS were ready, so that the request may have been sent.
int ccurl_may_have_sent(CURL *easy);

CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value);
// Takes the next finished transfer, or returns NULL. Its result is stored in `result`.
CURL *ccurl_multi_next_finished(CURLM *multi, CURLcode *result);

#endif
