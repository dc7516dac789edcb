package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters/sheet"
	"github.com/samedoor/samedoor/services"
)

// check reads the service definitions in the folders named, and says every
// mistake with its file, line and column; then it walks their stories. A
// folder of folders is looked through. Mistakes are an exit code of 1, hints are not. With --schema it
// prints the JSON Schema that editors check definitions with.
func check(_ context.Context, s *session) error {
	flags := flag.NewFlagSet("check", flag.ContinueOnError)
	flags.SetOutput(s.stderr)
	schema := flags.Bool("schema", false, "print the JSON Schema of definitions")
	quiet := flags.Bool("no-hints", false, "say mistakes only")
	dirs, err := arguments(flags, s.args)
	switch {
	case err != nil:
		return err
	case *schema:
		return services.WriteSchema(s.stdout)
	case len(dirs) == 0:
		return errors.New("check which service? Name the folders of definitions: samedoor check services/blue-badge")
	}
	press, err := sheet.New()
	if err != nil {
		return err
	}
	c := checking{s, press, !*quiet}
	for _, dir := range dirs {
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			return fmt.Errorf("there is no folder %s: name the folder that service.yaml, en.yaml and cy.yaml are in", dir)
		}
	}
	bad, all := 0, definitions(dirs)
	for _, dir := range all {
		if !c.check(dir) {
			bad++
		}
	}
	if bad > 0 {
		return fmt.Errorf("%d of %d definitions have mistakes", bad, len(all))
	}
	return nil
}

// definitions are the folders that hold a definition: those named, or those
// inside them.
func definitions(dirs []string) []string {
	var found []string
	for _, dir := range dirs {
		inside, _ := fs.Glob(os.DirFS(dir), "*/service.yaml")
		if _, err := os.Stat(filepath.Join(dir, "service.yaml")); err == nil || len(inside) == 0 {
			found = append(found, dir)
			continue
		}
		for _, file := range inside {
			found = append(found, filepath.Join(dir, filepath.Dir(file)))
		}
	}
	return found
}

type checking struct {
	*session
	press *sheet.Press
	hints bool
}

// check says whether the definition in dir is free of mistakes.
func (c checking) check(dir string) bool {
	s, err := load(dir)
	if err != nil {
		fmt.Fprintf(c.stderr, "%s\n%v\n", dir, err)
		return false
	}
	good := true
	for _, t := range s.Phrases() {
		if lacking := c.press.Lacks(t.Text); len(lacking) > 0 {
			good = false
			fmt.Fprintf(c.stderr, "%s: the letter font has no '%s': write it without\n", t.Pos, strings.Join(strings.Split(string(lacking), ""), "' '"))
		}
	}
	if s.Untranslated(lang.Cy) {
		fmt.Fprintf(c.stdout, "%s: warning: not translated yet; take 'untranslated' out when it is\n", filepath.Join(dir, "cy.yaml"))
	}
	good = c.stories(dir, s) && good
	if c.hints {
		c.hint(s)
	}
	if good {
		fmt.Fprintf(c.stdout, "%s: good\n", dir)
	}
	return good
}

// stories walks the applications that are told beside the definition.
func (c checking) stories(dir string, s *services.Service) (good bool) {
	files, _ := filepath.Glob(filepath.Join(dir, "testdata", "*.story.yaml")) // fails for a bad pattern only
	good = true
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err == nil {
			err = services.RunStory(s, body)
		}
		if err != nil {
			good = false
			fmt.Fprintf(c.stderr, "%s:%v\n", file, err)
		}
	}
	return good
}

// hint says what is hard to read. It is no mistake: some words cannot be had
// simpler.
func (c checking) hint(s *services.Service) {
	for _, r := range s.Readings() {
		switch {
		case !r.Hard():
		case r.Age > 0:
			fmt.Fprintf(c.stdout, "%s: hint: '%s' has a reading age of about %d and a sentence of %d words; 9 to 11, and 25 words, are what most people manage\n", r.Pos, r.Question, r.Age, r.Sentence)
		default:
			fmt.Fprintf(c.stdout, "%s: hint: '%s' has a sentence of %d words; 25 are what most people manage\n", r.Pos, r.Question, r.Sentence)
		}
	}
}
