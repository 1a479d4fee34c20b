# booth-sos, the SOS service: C, by itself (Sources/BoothSOS). Its folder is replaced by . in the binary, so that two checkouts
# make the same file.
SOS_FLAGS := -std=gnu11 -O2 -g -Wall -Wextra -Werror -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE -ffile-prefix-map=$(CURDIR)=.
SOS_CHECKED_FLAGS := $(filter-out -D_FORTIFY_SOURCE=2 -O2,$(SOS_FLAGS)) -O1 -fsanitize=address,undefined -fno-sanitize-recover=all
SOS_LINK := -pie -Wl,-z,relro,-z,now
SOS_SOURCES := $(sort $(wildcard Sources/BoothSOS/*.c))
SOS_FILES := $(SOS_SOURCES) $(wildcard Sources/BoothSOS/*.h)
CC := gcc

.PHONY: sos sos-arm64 sos-test

sos: .build-sos/booth-sos .build-sos/booth-storage-watch

.build-sos/booth-sos: $(SOS_FILES) make/sos.mk | packages
	@mkdir -p .build-sos
	$(CC) $(SOS_FLAGS) $(SOS_SOURCES) -o $@ $(SOS_LINK)

.build-sos/booth-storage-watch: Sources/BoothStorageWatch/main.c make/sos.mk | packages
	@mkdir -p .build-sos
	$(CC) $(SOS_FLAGS) $< -o $@ -pie -Wl,-z,relro,-z,now -pthread

# With the sanitizers, for the tests: what is read beyond an end fails there and not at a booth.
.build-sos/booth-sos-checked: $(SOS_FILES) make/sos.mk | packages
	@mkdir -p .build-sos
	$(CC) $(SOS_CHECKED_FLAGS) $(SOS_SOURCES) -o $@

# That nothing is for one kind of processor only: built for arm64 boards.
sos-arm64:
	@scripts/install-packages gcc-aarch64-linux-gnu libc6-dev-arm64-cross
	@mkdir -p .build-sos/arm64
	aarch64-linux-gnu-gcc $(SOS_FLAGS) $(SOS_SOURCES) -o .build-sos/arm64/booth-sos $(SOS_LINK)
	aarch64-linux-gnu-gcc $(SOS_FLAGS) Sources/BoothStorageWatch/main.c -o .build-sos/arm64/booth-storage-watch $(SOS_LINK) -pthread

# Everything but main.c, between tests in C.
.build-sos/unit-tests: $(SOS_FILES) $(wildcard Tests/SOS/unit/*) make/sos.mk | packages
	@mkdir -p .build-sos
	$(CC) $(SOS_CHECKED_FLAGS) $(filter-out %/main.c,$(SOS_SOURCES)) $(wildcard Tests/SOS/unit/*.c) -o $@

# The programs wait out real limits, so both run at the same time.
sos-test: .build-sos/unit-tests .build-sos/booth-sos-checked .build-sos/booth-storage-watch
	.build-sos/unit-tests
	cd Tests/SOS && STORAGE_WATCH=$(CURDIR)/.build-sos/booth-storage-watch python3 -B -m unittest --quiet test_storage_watch & watch=$$!; \
	cd Tests/SOS && BOOTH_SOS=$(CURDIR)/.build-sos/booth-sos-checked python3 -B -m unittest --quiet test_booth_sos; failed=$$?; \
	wait $$watch && exit $$failed
