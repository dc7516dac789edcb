// Command samedoor is the whole of Samedoor in one program: `samedoor run`
// for one machine with nothing else on it, `serve` and `work` on their own
// Postgres, and what an operator needs beside them. It is the only reader of
// the environment; see variables.go for every name.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// command is one subcommand. Its error is a plain sentence for the operator.
type command struct {
	name, meaning string
	do            func(ctx context.Context, s *session) error
}

// session is what a command works with.
type session struct {
	cfg            *Config
	args           []string
	stdin          io.Reader // nil is the terminal
	stdout, stderr io.Writer
}

func (s *session) stdoutf(format string, args ...any) { fmt.Fprintf(s.stdout, format, args...) }

func commands() []command {
	return []command{
		{"run", "everything on this machine: a private Postgres (unless DATABASE_URL is set), demonstration data, serve and work", run},
		{"serve", "the web server: pages and webhooks", serve},
		{"work", "the jobs: texts and letters", work},
		{"migrate", "bring the database to the shape this program needs", migrate},
		{"check", "check service definitions: samedoor check FOLDER …; --schema prints their JSON Schema", check},
		{"play", "walk through a service in the terminal: samedoor play SERVICE|FOLDER [--door web|phone|sms|paper] [--lang cy]", play},
		{"import", "make a service of another system's form: samedoor import FORM.json [--cy TWIN.json] -o FOLDER", importForm},
		{"form", "print a blank form of a service: samedoor form SERVICE [--agency SLUG] [--lang cy] [--large] -o FILE.pdf", printForm},
		{"publish", "publish checked definitions, at once for running servers: samedoor publish --agency SLUG FOLDER …", publish},
		{"audit", "check the log of who did what: samedoor audit verify [--entry N] [--from HEADFILE --to HEADFILE] [--printed \"…\"] | head [--now] | key | export [-o FILE]", auditLog},
		{"accounts", "people's accounts: samedoor accounts match FILE.csv [--against FILE2.csv] --columns map.yaml --out pairs.csv finds who is who in files, learn learns the weights of matching from the register, rekey seals all numbers anew under a new key", accountsOf},
		{"staff", "have the staff be what the personnel office's list says: samedoor staff sync FILE.csv [--dry-run] [--whole]", staffCommand},
		{"version", "what this program was built from", version},
	}
}

func main() {
	// The first Ctrl-C stops cleanly; a second one ends the program at once.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	os.Exit(dispatch(ctx, os.Args[1:], os.Environ(), os.Stdout, os.Stderr))
}

// dispatch runs one command and returns the exit code: 0 done, 1 failed, 2
// asked wrongly.
func dispatch(ctx context.Context, args, environ []string, stdout, stderr io.Writer) int {
	if len(args) == 0 || args[0] == "help" || args[0] == "-h" || args[0] == "--help" {
		usage(stdout)
		return 0
	}
	for _, c := range commands() {
		if c.name == args[0] {
			return perform(ctx, c, args[1:], environ, stdout, stderr)
		}
	}
	fmt.Fprintf(stderr, "samedoor: there is no command %q; `samedoor help` lists them.\n", args[0])
	return 2
}

func perform(ctx context.Context, c command, args, environ []string, stdout, stderr io.Writer) int {
	cfg, warnings, err := configure(environ)
	for _, w := range warnings {
		fmt.Fprintln(stderr, "samedoor: warning:", w)
	}
	if err != nil {
		fmt.Fprintln(stderr, "samedoor:", err)
		return 2
	}
	if err := c.do(ctx, &session{cfg: cfg, args: args, stdout: stdout, stderr: stderr}); err != nil {
		fmt.Fprintln(stderr, "samedoor:", err)
		var own exit
		if errors.As(err, &own) {
			return own.code
		}
		return 1
	}
	return 0
}

// exit is an error with an exit code of its own.
type exit struct {
	code int
	why  string
}

// Error is the sentence for the operator.
func (e exit) Error() string { return e.why }

func usage(w io.Writer) {
	fmt.Fprintln(w, "samedoor: one case, every door.\n\nCommands")
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-8s %s\n", c.name, c.meaning)
	}
	fmt.Fprintln(w, "\nEnvironment")
	for _, v := range variables() {
		fmt.Fprintf(w, "  %s\n      %s", v.Name, v.Meaning)
		if v.Default != "" {
			fmt.Fprintf(w, " Default: %s.", v.Default)
		}
		if v.Secret {
			fmt.Fprintf(w, " Or %s_FILE, the name of a file with it.", v.Name)
		}
		fmt.Fprintln(w)
	}
}
