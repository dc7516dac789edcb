package localpg

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// place is where one cluster lives and as whom it runs.
type place struct {
	asked string // the folder that was asked for
	root  string // the folder it lives in: asked, unless its user cannot reach that
	sock  string
	owner *user.User
	drop  bool // we are root, the server must not be
}

// A unix socket's whole path must fit sun_path: 104 bytes on macOS, 108 on
// Linux. Postgres adds "/.s.PGSQL.5432" to the folder.
const longestSocketDir = 100 - len("/.s.PGSQL.5432")

// locate says where the cluster asked for in dir lives, without touching
// anything.
func locate(dir string) (place, error) {
	asked, err := filepath.Abs(dir)
	if err != nil {
		return place{}, err
	}
	p := place{asked: asked, root: asked}
	if p.owner, p.drop, err = runAs(asked); err != nil {
		return place{}, err
	}
	mark := fmt.Sprintf("%x", sha256.Sum256([]byte(asked)))[:10]
	if p.drop && !reachable(filepath.Dir(asked), p.owner) {
		p.root = "/var/lib/samedoor-" + mark
	}
	p.sock = filepath.Join(p.root, "socket")
	if len(p.sock) > longestSocketDir {
		p.sock = filepath.Join("/tmp", "samedoor-"+p.owner.Uid+"-"+mark)
	}
	return p, nil
}

// settle makes the folders of the cluster, owned by the user it runs as.
func settle(cfg Config) (place, error) {
	p, err := locate(cfg.Dir)
	if err != nil {
		return place{}, err
	}
	if p.root != p.asked {
		cfg.Log(fmt.Sprintf("the user %s cannot reach %s, so Postgres lives in %s", p.owner.Username, p.asked, p.root))
		if err := p.leaveLink(); err != nil {
			return place{}, err
		}
	}
	for _, dir := range []string{p.root, p.sock} {
		if err := p.ownDir(dir); err != nil {
			return place{}, err
		}
	}
	return p, nil
}

// leaveLink lets a cluster that lives elsewhere be found, and cleaned away,
// where it was asked for.
func (p place) leaveLink() error {
	if err := os.MkdirAll(filepath.Dir(p.asked), 0o755); err != nil {
		return err
	}
	if err := os.Symlink(p.root, p.asked); !errors.Is(err, os.ErrExist) {
		return err
	}
	return nil
}

// ownDir makes a folder that only the cluster's user may enter. One that is
// there and belongs to somebody else is refused: in /tmp it may be a trap.
func (p place) ownDir(dir string) error {
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	err := os.Mkdir(dir, 0o700)
	if err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	uid, gid := p.ids()
	has := info.Sys().(*syscall.Stat_t).Uid
	if !info.IsDir() || (has != uid && has != uint32(os.Getuid())) {
		return fmt.Errorf("%s belongs to somebody else; remove it and start again", dir)
	}
	if has != uid {
		if err := os.Lchown(dir, int(uid), int(gid)); err != nil {
			return err
		}
	}
	return os.Chmod(dir, 0o700)
}

func (p place) data() string    { return filepath.Join(p.root, "data") }
func (p place) logFile() string { return filepath.Join(p.root, "postgres.log") }

// openLog opens the server's log for appending, and begins a new one when
// the old has passed 8 MB.
func (p place) openLog() (*os.File, error) {
	if info, err := os.Stat(p.logFile()); err == nil && info.Size() > 8<<20 {
		_ = os.Remove(p.logFile())
	}
	return p.open("postgres.log", os.O_APPEND|os.O_WRONLY)
}

// open opens, or makes, a file that belongs to the cluster's user.
func (p place) open(name string, how int) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(p.root, name), os.O_CREATE|how, 0o600)
	if err != nil || !p.drop {
		return f, err
	}
	uid, gid := p.ids()
	return f, f.Chown(int(uid), int(gid))
}

// lock makes sure that one process runs this cluster. The kernel lets go of
// it when that process ends in whatever way.
func lock(p place) (*os.File, error) {
	f, err := p.open("lock", os.O_RDWR)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("another samedoor already runs the database in %s; stop that one first", p.asked)
	}
	return f, nil
}

// runAs says who the server runs as: we ourselves, or, when we are root,
// whom Postgres refuses, whoever owns the cluster already, else the user
// postgres or nobody.
func runAs(dir string) (owner *user.User, drop bool, err error) {
	if os.Geteuid() != 0 {
		owner, err = user.Current()
		return owner, false, err
	}
	if info, err := os.Stat(dir); err == nil {
		uid := info.Sys().(*syscall.Stat_t).Uid
		if owner, err := user.LookupId(strconv.Itoa(int(uid))); err == nil && uid != 0 {
			return owner, true, nil
		}
	}
	for _, name := range []string{"postgres", "_postgres", "nobody"} {
		if owner, err = user.Lookup(name); err == nil && owner.Uid != "0" {
			return owner, true, nil
		}
	}
	return nil, false, errors.New("as root there must be a user postgres or nobody for the database to run as; start as an ordinary user")
}

func (p place) credential() *syscall.Credential {
	if !p.drop {
		return nil
	}
	uid, gid := p.ids()
	return &syscall.Credential{Uid: uid, Gid: gid}
}

func (p place) ids() (uid, gid uint32) {
	u, _ := strconv.ParseUint(p.owner.Uid, 10, 32) // numbers on every unix
	g, _ := strconv.ParseUint(p.owner.Gid, 10, 32)
	return uint32(u), uint32(g)
}

// reachable tells whether somebody else may pass through dir and every
// folder above it, as far as they are there yet.
func reachable(dir string, as *user.User) bool {
	for {
		info, err := os.Stat(dir)
		if err == nil && !passable(info, as) {
			return false
		}
		if dir == filepath.Dir(dir) {
			return true
		}
		dir = filepath.Dir(dir)
	}
}

func passable(info os.FileInfo, as *user.User) bool {
	owner := info.Sys().(*syscall.Stat_t)
	switch mode := info.Mode().Perm(); {
	case strconv.Itoa(int(owner.Uid)) == as.Uid:
		return mode&0o100 != 0
	case strconv.Itoa(int(owner.Gid)) == as.Gid:
		return mode&0o010 != 0
	default:
		return mode&0o001 != 0
	}
}
