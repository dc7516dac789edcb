package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/samedoor/samedoor/audit"
)

// auditLog is the command for whoever looks after the log, or checks who does.
func auditLog(ctx context.Context, s *session) error {
	if len(s.args) == 0 {
		return exit{2, "samedoor audit what? verify, head, key or export"}
	}
	do, ok := map[string]func(context.Context, *session, []string) error{
		"verify": auditVerify, "head": auditHead, "key": auditKey, "export": auditExport}[s.args[0]]
	if !ok {
		return exit{2, fmt.Sprintf("samedoor audit has no %q; there are verify, head, key and export", s.args[0])}
	}
	return do(ctx, s, s.args[1:])
}

// AuditKey is the seed of the key that heads of the log are signed with.
func (c *Config) AuditKey() []byte {
	if c.auditKey != nil {
		return c.auditKey
	}
	return c.Key("audit")
}

// openAudit opens the log of the database named, or of a `samedoor run` here. Whoever has no key but the verifier's can only check.
func (s *session) openAudit(ctx context.Context, verifier string) (l *audit.Log, closed func(), err error) {
	if err := s.running(); err != nil {
		return nil, nil, err
	}
	if s.cfg.demand("SAMEDOOR_SECRET") != nil {
		if kept, err := os.ReadFile(filepath.Join(s.cfg.Dir, "secret")); err == nil {
			if err := setSecret(s.cfg, string(kept)); err != nil {
				return nil, nil, err
			}
		}
	}
	pool, err := open(ctx, s.cfg)
	if err != nil {
		return nil, nil, err
	}
	switch {
	case s.cfg.auditKey != nil || s.cfg.demand("SAMEDOOR_SECRET") == nil:
		l, err = audit.Open(pool, s.cfg.AuditKey())
	case verifier != "":
		l, err = audit.OpenToCheck(pool, verifier)
	default:
		err = errors.New("neither SAMEDOOR_AUDIT_KEY nor SAMEDOOR_SECRET is set; to check only, give the log's verifier key by --key")
	}
	if err != nil {
		pool.Close()
		return nil, nil, err
	}
	return l, pool.Close, nil
}

// verifying is what `samedoor audit verify` was asked.
type verifying struct {
	entry             int64
	from, to, printed string
	keys              []string
}

func auditVerify(ctx context.Context, s *session, args []string) error {
	var v verifying
	flags := flag.NewFlagSet("audit verify", flag.ContinueOnError)
	flags.SetOutput(s.stderr)
	flags.Int64Var(&v.entry, "entry", 0, "prove that this one entry stands in the log under the last signed head")
	flags.StringVar(&v.from, "from", "", "a file with an older signed head, as `samedoor audit head` prints it")
	flags.StringVar(&v.to, "to", "", "a file with a newer one; without it the log as it is now")
	flags.StringVar(&v.printed, "printed", "", "a head as it stands at the foot of a letter")
	flags.Func("key", "a verifier key to take heads from, beside our own; may be given more than once", func(key string) error {
		v.keys = append(v.keys, key)
		return nil
	})
	rest, err := arguments(flags, args)
	if err != nil || len(rest) > 0 || v.to != "" && v.from == "" {
		return exit{2, "samedoor audit verify [--entry N] [--from HEADFILE [--to HEADFILE]] [--printed \"…\"] [--key VERIFIERKEY]"}
	}
	l, closed, err := s.openAudit(ctx, first(v.keys))
	if err != nil {
		return err
	}
	defer closed()
	switch {
	case v.entry != 0:
		return s.verifyEntry(ctx, l, v)
	case v.from != "":
		return s.verifyHeads(ctx, l, v)
	}
	return s.verifyWhole(ctx, l, v)
}

func (s *session) verifyEntry(ctx context.Context, l *audit.Log, v verifying) error {
	p, err := l.Prove(ctx, v.entry)
	switch {
	case errors.Is(err, audit.ErrNotYet):
		return fmt.Errorf("entry %d is not under a signed head yet; `samedoor audit head --now` signs one", v.entry)
	case errors.Is(err, audit.ErrNotFound):
		return fmt.Errorf("there is no entry %d", v.entry)
	case err != nil:
		return err
	}
	if _, err := l.Read(p.Head.Note, v.keys...); err != nil {
		return fmt.Errorf("head %d, which the entry stands under, is not signed by this log's key", p.Head.Number)
	}
	s.stdoutf("Entry %d is number %d in the log of %d entries signed at %s, by a proof of %d hashes.\n",
		p.Entry, p.Seq, p.Head.Size, p.Head.At.UTC().Format(time.RFC3339), len(p.Proof))
	return nil
}

func (s *session) verifyHeads(ctx context.Context, l *audit.Log, v verifying) error {
	older, err := readHead(l, v.from, v.keys)
	if err != nil {
		return err
	}
	newer, than := audit.Head{}, "the log as it is now"
	if v.to != "" {
		if newer, err = readHead(l, v.to, v.keys); err != nil {
			return err
		}
		than = v.to
	}
	if err := l.Consistent(ctx, older, newer); err != nil {
		return err
	}
	s.stdoutf("The log of %d entries in %s and %s are one log: nothing of the older was changed.\n", older.Size, v.from, than)
	return nil
}

func readHead(l *audit.Log, path string, keys []string) (audit.Head, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return audit.Head{}, err
	}
	h, err := l.Read(string(text), keys...)
	if err != nil {
		return h, fmt.Errorf("%s: %w", path, err)
	}
	return h, nil
}

func (s *session) verifyWhole(ctx context.Context, l *audit.Log, v verifying) error {
	var witnesses []audit.Witness
	if v.printed != "" {
		w, err := audit.ReadPrinted(v.printed)
		if err != nil {
			return exit{2, "what is printed on letters is a number and four groups of four characters, as \"1204331 5f3a 9c01 77de 2b40\""}
		}
		witnesses = append(witnesses, w)
	}
	c, err := l.Verify(ctx, witnesses, v.keys...)
	if err != nil {
		return err
	}
	s.stdoutf("The log is whole: %d entries, %d signed heads.\n", c.Entries, c.Heads)
	if c.Erased > 0 {
		s.stdoutf("The reason of %d was erased; their digests hold.\n", c.Erased)
	}
	if open := c.Entries - c.Latest.Size + c.Waiting; open > 0 {
		s.stdoutf("%d entries since the last signed head are not under one yet.\n", open)
	}
	if v.printed != "" {
		s.stdoutf("The head on the letter is one of this log.\n")
	}
	return nil
}

func auditHead(ctx context.Context, s *session, args []string) error {
	flags := flag.NewFlagSet("audit head", flag.ContinueOnError)
	flags.SetOutput(s.stderr)
	now := flags.Bool("now", false, "sign one over everything there is, instead of showing the last")
	if rest, err := arguments(flags, args); err != nil || len(rest) > 0 {
		return exit{2, "samedoor audit head [--now]"}
	}
	l, closed, err := s.openAudit(ctx, "")
	if err != nil {
		return err
	}
	defer closed()
	h, err := l.Latest(ctx)
	if *now {
		h, err = l.Finish(ctx)
	}
	if err != nil {
		return err
	}
	if h.Size == 0 {
		return errors.New("no head was signed yet; `samedoor audit head --now` signs one")
	}
	s.stdoutf("%s", h.Note)
	return nil
}

func auditKey(ctx context.Context, s *session, _ []string) error {
	l, closed, err := s.openAudit(ctx, "")
	if err != nil {
		return err
	}
	defer closed()
	s.stdoutf("%s\n", l.VerifierKey())
	return nil
}

func auditExport(ctx context.Context, s *session, args []string) error {
	flags := flag.NewFlagSet("audit export", flag.ContinueOnError)
	flags.SetOutput(s.stderr)
	var keys []string
	flags.Func("key", "a former verifier key, as of `samedoor audit verify`", func(key string) error { keys = append(keys, key); return nil })
	path := flags.String("o", "", "the file to write; without it to the terminal")
	if rest, err := arguments(flags, args); err != nil || len(rest) > 0 {
		return exit{2, "samedoor audit export [-o FILE] [--key VERIFIERKEY]"}
	}
	l, closed, err := s.openAudit(ctx, first(keys))
	if err != nil {
		return err
	}
	defer closed()
	if *path == "" {
		_, err := l.Export(ctx, s.stdout, keys...)
		return err
	}
	file, err := os.OpenFile(*path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) // reasons may be personal
	if err != nil {
		return err
	}
	defer file.Close()
	out := bufio.NewWriter(file)
	n, err := l.Export(ctx, out, keys...)
	if err := errors.Join(err, out.Flush(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(*path))
	}
	s.say(fmt.Sprintf("%d entries are in %s", n, *path))
	return nil
}

// first is the first of some keys, "" where there is none.
func first(keys []string) string {
	if len(keys) == 0 {
		return ""
	}
	return keys[0]
}
