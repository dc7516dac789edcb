package localpg

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"runtime"
	"strings"
)

// initialise makes the cluster's data if there is none. It is made beside
// its place and renamed when complete, so that a kill leaves no half cluster.
func (p place) initialise(bin string, cfg Config) error {
	if _, err := os.Stat(filepath.Join(p.data(), "PG_VERSION")); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	cfg.Log("making a private Postgres cluster in " + p.root)
	fresh := p.data() + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return err
	}
	if err := p.initdb(bin, fresh, cfg.FsyncOff); err != nil {
		return err
	}
	return os.Rename(fresh, p.data())
}

func (p place) initdb(bin, into string, noSync bool) error {
	args := []string{"-D", into, "-U", User, "-E", "UTF8", "--locale", locale(), "--auth", "reject", "--data-checksums", "--no-instructions"}
	if noSync {
		args = append(args, "--no-sync")
	}
	cmd := p.command(filepath.Join(bin, "initdb"), args...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", cmd.Path, err, strings.TrimSpace(string(out)))
	}
	return nil
}

// locale is one that every machine has and that knows the case of ŵ and ŷ.
func locale() string {
	if runtime.GOOS == "darwin" {
		return "en_GB.UTF-8"
	}
	return "C.UTF-8"
}

// writeAccess lets in, as the cluster's one user, the person who starts it
// and nobody else: the kernel says who is at the other end of the socket.
func (p place) writeAccess() error {
	me, err := user.Current()
	if err != nil {
		return err
	}
	ident := fmt.Sprintf("owner %q %s\nowner %q %s\n", me.Username, User, p.owner.Username, User)
	// Both files are there since initdb, and keep their owner.
	if err := os.WriteFile(filepath.Join(p.data(), "pg_ident.conf"), []byte(ident), 0o600); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(p.data(), "pg_hba.conf"), []byte("local all all peer map=owner\n"), 0o600)
}
