# AddressSanitizer and UndefinedBehaviorSanitizer for everything (preset ci).
option(PGMEND_SANITIZE "Build with ASan and UBSan" OFF)

if(PGMEND_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  add_compile_definitions(_GLIBCXX_ASSERTIONS)
  add_link_options(-fsanitize=address,undefined)
endif()
