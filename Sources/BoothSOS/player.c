#include "player.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>

extern char **environ;

void player_stop(struct player *player)
{
    /* SIGKILL: a program that waits for a sound device may not see anything milder. A process that cannot be killed because
       the kernel itself waits for the device is left behind. */
    if (player->child > 0) kill(player->child, SIGKILL);
    player->child = 0;
}

bool player_play(struct player *player, const char *name)
{
    char path[512];
    player_stop(player);
    if (snprintf(path, sizeof path, "%s/%s.wav", player->directory, name) >= (int)sizeof path) return false;
    char *arguments[] = {(char *)player->program, "-q", "-D", (char *)player->device, path, NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none;
    sigemptyset(&none);
    if (posix_spawn_file_actions_init(&actions) != 0) return false;
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_init(&attributes);
    /* This program takes its signals through a descriptor and has them blocked; the player wants them. */
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    pid_t child = 0;
    int error = posix_spawn(&child, player->program, &actions, &attributes, arguments, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    player->child = error == 0 ? child : 0;
    return error == 0;
}

bool player_reap(struct player *player)
{
    bool failed = false;
    int status;
    for (pid_t child; (child = waitpid(-1, &status, WNOHANG)) > 0;) {
        if (child != player->child) continue;
        player->child = 0;
        failed = !WIFEXITED(status) || WEXITSTATUS(status) != 0;
    }
    return failed;
}
