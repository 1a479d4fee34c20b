# Slow or rare.

.PHONY: prompts pictures

# Makes recordings whose sentence changed; needs PyPI once.
prompts:
	assets/prompts/generate

# Real pictures of the screens for the docs.
pictures: build
	@scripts/install-packages foot cage xwayland xvfb xdotool imagemagick fonts-noto-cjk x11-utils
	scripts/pictures
