package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// forget has the system drop what it keeps in memory of the files in a folder. It asks for those files alone, so that others who work on
// the machine do not suffer, and needs no right but to read them.
func forget(dir string) (how string, err error) {
	const dontNeed = 4 // POSIX_FADV_DONTNEED
	refused := false
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := f.Sync(); err != nil {
			return err
		}
		_, _, no := syscall.Syscall6(syscall.SYS_FADVISE64, f.Fd(), 0, 0, dontNeed, 0, 0)
		refused = refused || no != 0
		return nil
	})
	if refused {
		return "restarted only", err
	}
	return "disk", err
}
