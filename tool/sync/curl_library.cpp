#include "sync/curl_library.hpp"

#include "base/error.hpp"

#include <dlfcn.h>

namespace pgmend::sync {
namespace {

constexpr const char* library_name = "libcurl.so.4"; // its interface is stable under this name since 2006

template <typename Function>
void find(void* library, const char* name, Function& function) {
    function = reinterpret_cast<Function>(dlsym(library, name)); // NOLINT: how POSIX gives functions
    if (function == nullptr)
        throw Error(std::string(library_name) + " has no function " + name)
            .with_hint("it is too old: libcurl 7.85 or later is needed");
}

CurlLibrary load() {
    void* library = dlopen(library_name, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr)
        throw Error("libcurl is not installed, but the Tracker API requires it")
            .with_detail(dlerror())
            .with_hint("apt install libcurl4");
    CurlLibrary curl;
    find(library, "curl_easy_init", curl.easy_init);
    find(library, "curl_easy_cleanup", curl.easy_cleanup);
    find(library, "curl_easy_setopt", curl.easy_setopt);
    find(library, "curl_easy_getinfo", curl.easy_getinfo);
    find(library, "curl_easy_strerror", curl.easy_strerror);
    find(library, "curl_multi_init", curl.multi_init);
    find(library, "curl_multi_cleanup", curl.multi_cleanup);
    find(library, "curl_multi_setopt", curl.multi_setopt);
    find(library, "curl_multi_add_handle", curl.multi_add_handle);
    find(library, "curl_multi_remove_handle", curl.multi_remove_handle);
    find(library, "curl_multi_perform", curl.multi_perform);
    find(library, "curl_multi_poll", curl.multi_poll);
    find(library, "curl_multi_info_read", curl.multi_info_read);
    find(library, "curl_slist_append", curl.slist_append);
    find(library, "curl_slist_free_all", curl.slist_free_all);
    find(library, "curl_getdate", curl.getdate);
    decltype(&::curl_global_init) global_init = nullptr;
    find(library, "curl_global_init", global_init);
    global_init(CURL_GLOBAL_DEFAULT);
    return curl;
}

} // namespace

const CurlLibrary& curl() {
    static const CurlLibrary library = load();
    return library;
}

} // namespace pgmend::sync
