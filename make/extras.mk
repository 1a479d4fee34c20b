# Slow or rarely needed targets.

.PHONY: prompts pictures

# Makes the recordings of changed sentences. Needs PyPI once.
prompts:
	assets/prompts/generate

# Real pictures of the screens for the docs.
pictures: build
	@scripts/install-packages foot cage xwayland xvfb xdotool imagemagick fonts-noto-cjk x11-utils
	scripts/pictures
