//go:build !linux

package localpg

import "os/exec"

// spawn starts cmd and returns a channel that closes when it has ended. This
// kernel cannot tie its life to ours: what a kill leaves running is stopped
// by the next start.
func spawn(cmd *exec.Cmd, _ bool) (chan struct{}, error) {
	exited := make(chan struct{})
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = cmd.Wait() // how it ended stands in its log
		close(exited)
	}()
	return exited, nil
}
