"""What `assets/prompts/generate` is made of. Only sound.py and engines.py need packages from requirements.txt."""
