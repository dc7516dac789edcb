package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// play walks through a service in the terminal, as one door shows it, with
// no database: for whoever writes definitions.
func play(ctx context.Context, s *session) error {
	flags := flag.NewFlagSet("play", flag.ContinueOnError)
	flags.SetOutput(s.stderr)
	door := flags.String("door", "web", "web, phone, sms or paper")
	language := flags.String("lang", "en", "en or cy")
	day := flags.String("today", "", "the day it is played on, as 2026-11-21; today where not said")
	args, err := arguments(flags, s.args)
	if err != nil {
		return err
	}
	if len(args) != 1 {
		return errors.New("play which service? Name one: samedoor play blue-badge, or samedoor play --door sms --lang cy ../dog-licence")
	}
	service, err := playable(args[0])
	if err != nil {
		return err
	}
	p := &playing{session: s, service: service, lang: lang.Parse(*language), today: services.DayOf(time.Now().In(lang.London)), answers: services.Answers{}}
	if p.door, err = doorOf(*door); err != nil {
		return err
	}
	if *day != "" {
		at, err := time.Parse(time.DateOnly, *day)
		if err != nil {
			return fmt.Errorf("--today is a date like 2026-11-21, not %q", *day)
		}
		p.today = services.DayOf(at)
	}
	in := s.stdin
	if in == nil {
		in = os.Stdin
	}
	p.lines = bufio.NewScanner(in)
	p.lines.Buffer(nil, 1<<20)
	return p.walk(ctx)
}

// playable is a service of the catalogue by its id, or a definition by its folder.
func playable(name string) (*services.Service, error) {
	if _, err := os.Stat(filepath.Join(name, "service.yaml")); err == nil {
		s, err := load(name)
		if err != nil {
			return nil, fmt.Errorf("%s has mistakes:\n%w", name, err)
		}
		return s, nil
	}
	all, err := services.Catalogue()
	if err != nil {
		return nil, err
	}
	if s := all[name]; s != nil {
		return s, nil
	}
	var ids []string
	for id := range all {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return nil, fmt.Errorf("%q is neither a folder with a service.yaml nor a service of this program; those are %s", name, strings.Join(ids, ", "))
}

func doorOf(name string) (channels.Kind, error) {
	switch k := channels.Kind(name); k {
	case channels.Web, channels.Phone, channels.SMS, channels.Paper:
		return k, nil
	}
	return channels.None, fmt.Errorf("--door is web, phone, sms or paper, not %q", name)
}

// playing is one walk.
type playing struct {
	*session
	service *services.Service
	door    channels.Kind
	lang    lang.Lang
	today   services.Day
	answers services.Answers
	trail   []string // questions in the order they were answered, for :back
	lines   *bufio.Scanner
}

// errEnough ends the walk: :quit, or the end of what is typed.
var errEnough = errors.New("enough")

func (p *playing) walk(ctx context.Context) error {
	p.print("%s, version %d. Type an answer; :help lists what else you can type.\n", p.service.Word(p.lang, "name", nil), p.service.Version)
	for ctx.Err() == nil {
		out := p.service.Outcome(p.answers, p.today)
		if out.Kind != services.Asking {
			p.ending(out)
			return nil
		}
		if err := p.turn(out.Question); errors.Is(err, errEnough) {
			return nil
		} else if err != nil {
			return err
		}
	}
	return nil
}

// turn asks one question until it is answered or left.
func (p *playing) turn(q *services.Question) error {
	if !q.Asks(p.door) {
		p.print("\n[%s: this door does not ask it, but does this instead: %s. Answer as another door would.]", q.ID, q.Doors[p.door])
	}
	p.show(q)
	in, left, err := p.hear(q)
	if err != nil || left {
		return err
	}
	in.Lang = p.lang
	var before *services.Value
	if v, ok := p.answers[q.ID]; ok {
		before = &v
	}
	v, wrong := p.service.Parse(q, before, in, p.answers, p.today)
	for _, w := range wrong {
		p.print("! %s", p.service.Sentence(p.lang, w, p.answers))
	}
	if len(wrong) > 0 {
		return nil
	}
	p.answers[q.ID] = v
	p.trail = append(slices.DeleteFunc(p.trail, func(id string) bool { return id == q.ID }), q.ID)
	if q.Complete(v) {
		p.print("→ %s", strings.Join(p.service.Show(p.lang, q, v, p.answers), "; "))
	}
	return nil
}

func (p *playing) ending(out services.Outcome) {
	p.print("\n== %s", out.Kind)
	if out.Stop != nil {
		p.print("%s", p.service.Word(p.lang, "stops."+out.Stop.ID+".title", p.answers))
		for _, key := range []string{".body", ".instead"} {
			for _, line := range p.service.Paragraphs(p.lang, "stops."+out.Stop.ID+key, p.answers) {
				p.print("  %s", line)
			}
		}
	}
	for _, q := range out.Evidence {
		p.print("  to follow: %s", p.service.Words(p.lang, q, p.answers).Label)
	}
	if r, ok := p.service.Route(p.answers, p.today); ok && out.Stop == nil {
		p.print("Route: %s (%s)", p.service.Word(p.lang, "routes."+r.Code, p.answers), r.Code)
	}
	p.list()
}

// list prints the answers so far.
func (p *playing) list() {
	for _, q := range p.service.Path(p.answers, p.today) {
		if v, ok := p.answers[q.ID]; ok && q.Complete(v) && q.Kind != services.Info {
			p.print("  %s: %s", p.service.Words(p.lang, q, p.answers).Label, strings.Join(p.service.Show(p.lang, q, v, p.answers), "; "))
		}
	}
}

func (p *playing) print(format string, args ...any) { fmt.Fprintf(p.stdout, format+"\n", args...) }
