package localpg

import (
	"os/exec"
	"runtime"
	"syscall"
)

// spawn starts cmd and returns a channel that closes when it has ended. With
// tied, the kernel interrupts cmd when we die, in whatever way. It does so
// when the thread that started cmd ends, so that thread is kept until then.
func spawn(cmd *exec.Cmd, tied bool) (chan struct{}, error) {
	if tied {
		cmd.SysProcAttr.Pdeathsig = syscall.SIGINT
	}
	exited, started := make(chan struct{}), make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait() // how it ended stands in its log
			close(exited)
		}
	}()
	return exited, <-started
}
