package localpg

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
)

// oldest is the first major version of Postgres that the SQL is written for.
const oldest = 15

// Unpacked is the folder, beside or inside a cluster's Dir, into which
// `make run` unpacks Postgres where neither the machine nor its package
// manager has one.
const Unpacked = "pgsql"

// Find returns a folder with Postgres server programs of version 15 or newer:
// preferred (which is $PG_BIN, or empty), then the newest of Debian's and
// Homebrew's, then PATH, then what is unpacked in the folders of extra. The
// error is a plain sentence. make/need.sh looks in the same places.
func Find(preferred string, extra ...string) (string, error) { return find(0, preferred, extra) }

// find is Find for one major version, or for any when major is 0: a cluster
// is only ever opened by the version that made it.
func find(major int, preferred string, extra []string) (string, error) {
	for _, dir := range candidates(preferred, extra) {
		v := version(dir)
		if v >= oldest && (major == 0 || v == major) {
			return dir, nil
		}
	}
	if major != 0 {
		return "", fmt.Errorf("the database was made by Postgres %d, which is no longer here; install it again or set PG_BIN to its bin folder", major)
	}
	return "", fmt.Errorf("no Postgres server programs (version %d or newer) found; install the package postgresql, or set PG_BIN to the folder with initdb and postgres", oldest)
}

func candidates(preferred string, extra []string) []string {
	var dirs []string
	if preferred != "" {
		dirs = append(dirs, preferred)
	}
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin",
		"/usr/pgsql-*/bin",
		"/opt/homebrew/opt/postgresql@*/bin",
		"/usr/local/opt/postgresql@*/bin",
		"/Applications/Postgres.app/Contents/Versions/*/bin",
	} {
		dirs = append(dirs, newestFirst(pattern)...)
	}
	if path, err := exec.LookPath("postgres"); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			path = real
		}
		dirs = append(dirs, filepath.Dir(path))
	}
	for _, dir := range extra {
		dirs = append(dirs, filepath.Join(dir, Unpacked, "bin"))
	}
	return dirs
}

func newestFirst(pattern string) []string {
	dirs, _ := filepath.Glob(pattern) // the patterns above are well formed
	before, _, _ := strings.Cut(pattern, "*")
	major := func(i int) int { return number(strings.TrimPrefix(dirs[i], before)) }
	sort.SliceStable(dirs, func(i, j int) bool { return major(i) > major(j) })
	return dirs
}

var digits = regexp.MustCompile(`[0-9]+`)

func number(s string) int {
	n, _ := strconv.Atoi(digits.FindString(s)) // none: 0, sorts last
	return n
}

// version is the major version of the server programs in dir, 0 if they are
// not all there or do not run.
func version(dir string) int {
	if _, err := os.Stat(filepath.Join(dir, "initdb")); err != nil {
		return 0
	}
	out, err := exec.Command(filepath.Join(dir, "postgres"), "--version").Output()
	if err != nil {
		return 0
	}
	return number(string(out)) // "postgres (PostgreSQL) 15.14 (Debian …)"
}

// binaries finds the programs for this cluster, and copies them to it where
// the user it runs as cannot reach them.
func (p place) binaries(preferred string) (string, error) {
	major := 0
	if text, err := os.ReadFile(filepath.Join(p.data(), "PG_VERSION")); err == nil {
		major = number(string(text))
	}
	bin, err := find(major, preferred, []string{p.root, p.asked, filepath.Dir(p.asked)})
	if err != nil || !p.drop || reachable(bin, p.owner) {
		return bin, err
	}
	return p.copyHere(bin)
}

// copyHere copies a whole installation, of which bin is the program folder.
func (p place) copyHere(bin string) (string, error) {
	from, to := filepath.Dir(bin), filepath.Join(p.root, Unpacked)
	if err := os.RemoveAll(to); err != nil {
		return "", err
	}
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		return "", fmt.Errorf("copying Postgres from %s to where %s can reach it: %w", from, p.owner.Username, err)
	}
	uid, gid := p.ids()
	err := filepath.WalkDir(to, func(path string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(path, int(uid), int(gid))
	})
	return filepath.Join(to, strings.TrimPrefix(bin, from)), err
}
