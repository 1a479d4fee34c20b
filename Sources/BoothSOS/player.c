#include "player.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

void player_stop(struct player *player)
{
    /* SIGKILL: a program that waits for a sound device may not see anything milder. */
    if (player->child > 0) kill(player->child, SIGKILL);
    player->child = 0;
}

bool player_play(struct player *player, const char *name)
{
    char path[512];
    player_stop(player);
    if (player->unended >= MOST_PLAYERS) return false;
    if (snprintf(path, sizeof path, "%s/%s.wav", player->directory, name) >= (int)sizeof path) return false;
    /* Not posix_spawn: it waits until the program has been loaded, for ever if its disk no longer answers. */
    pid_t child = fork();
    if (child == 0) {
        /* This program takes its signals through a descriptor and has them blocked; the player wants them. */
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
        dup2(nowhere, STDIN_FILENO);
        dup2(nowhere, STDOUT_FILENO);
        execl(player->program, player->program, "-q", "-D", player->device, path, NULL);
        _exit(127);
    }
    if (child < 0) return false;
    player->child = child;
    player->unended++;
    return true;
}

bool player_reap(struct player *player)
{
    bool failed = false;
    int status;
    for (pid_t child; (child = waitpid(-1, &status, WNOHANG)) > 0;) {
        player->unended--;
        if (child != player->child) continue;
        player->child = 0;
        failed = !WIFEXITED(status) || WEXITSTATUS(status) != 0;
    }
    return failed;
}
