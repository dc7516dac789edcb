// Package driver uses Samedoor from outside, as the world does: it builds the real program, starts and kills its processes, and
// goes through its pages as a browser would. The measurements and the fault test stand on it.
package driver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Build compiles the program into dir and answers its path. It must be called within the source tree.
func Build(ctx context.Context, dir string) (string, error) {
	bin := filepath.Join(dir, "samedoor")
	// Go's own stamp of the commit fails in a checkout that another user owns.
	cmd := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", bin, "github.com/samedoor/samedoor/cmd/samedoor")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w: %s", err, out)
	}
	return bin, nil
}

// Program is the binary with its environment; its log goes to Log, appended.
type Program struct {
	Bin string
	Env []string
	Log string
}

// Process is one running Samedoor.
type Process struct {
	cmd    *exec.Cmd
	exited chan struct{}
	err    error // of the exit, once exited is closed
}

// Start runs one command of the program, as "serve".
func (p Program) Start(command string) (*Process, error) {
	log, err := os.OpenFile(p.Log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer log.Close() // the child has its own
	cmd := exec.Command(p.Bin, command)
	cmd.Env, cmd.Stdout, cmd.Stderr = p.Env, log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C is the caller's to pass on
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting %s: %w", command, err)
	}
	run := &Process{cmd: cmd, exited: make(chan struct{})}
	go func() {
		run.err = cmd.Wait()
		close(run.exited)
	}()
	return run, nil
}

// Run runs one command to its end.
func (p Program) Run(ctx context.Context, command string) error {
	run, err := p.Start(command)
	if err != nil {
		return err
	}
	select {
	case <-run.exited:
	case <-ctx.Done():
		run.Kill()
		return ctx.Err()
	}
	if run.err != nil {
		return fmt.Errorf("samedoor %s: %w; its log ends with: %s", command, run.err, p.tail())
	}
	return nil
}

// tail is the end of the log.
func (p Program) tail() string {
	text, _ := os.ReadFile(p.Log) // what cannot be read is not shown
	return strings.TrimSpace(string(text[max(0, len(text)-1500):]))
}

// Kill is kill -9. It returns when the process is gone.
func (r *Process) Kill() {
	_ = r.cmd.Process.Kill() // gone already is as good
	<-r.exited
}

// Stop asks the process to end and waits for it; after half a minute it is killed, and that is an error.
func (r *Process) Stop() error {
	_ = r.cmd.Process.Signal(syscall.SIGTERM) // gone already is as good
	select {
	case <-r.exited:
		return r.err
	case <-time.After(30 * time.Second):
		r.Kill()
		return errors.New("the process did not stop within half a minute")
	}
}

// Exited is closed when the process has ended.
func (r *Process) Exited() <-chan struct{} { return r.exited }

// Answers waits until the server at base says that it and its database are well.
func (r *Process) Answers(ctx context.Context, base string) error {
	client := &http.Client{Timeout: 3 * time.Second}
	defer client.CloseIdleConnections()
	for {
		if res, err := client.Get(base + "/healthz"); err == nil {
			_, _ = io.Copy(io.Discard, res.Body)
			res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-r.exited:
			return fmt.Errorf("the server ended before it answered: %w", cmpErr(r.err, errors.New("without an error")))
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func cmpErr(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// PeakMemory is the most memory the process has had since ForgetPeak, in bytes; 0 where the system does not tell.
func (r *Process) PeakMemory() int64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", r.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, _ := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kb << 10
		}
	}
	return 0
}

// ForgetPeak begins PeakMemory anew; where the system does not know how, the peak is that of the whole life.
func (r *Process) ForgetPeak() {
	_ = os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", r.cmd.Process.Pid), []byte("5"), 0)
}

// FreeAddress is a loopback address nobody listens on at this moment.
func FreeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}
