/* A program of nothing: each room is linked whole into it with only the rooms it may use, so that a call upward has no
 * definition and the build fails. */
int main(void) {
        return 0;
}
