package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"os"
	"strconv"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/accounts/match"
	"github.com/samedoor/samedoor/migrations"
)

const matchUsage = "match which file? samedoor accounts match FILE.csv [--against FILE2.csv] --columns map.yaml [--columns-against map2.yaml] --out pairs.csv"

// matchFiles finds which records of a file are of one person, or which of one file are in another. The weights are learnt from the files
// themselves; keys and comparisons are those of the register.
func matchFiles(_ context.Context, s *session) error {
	flags := flag.NewFlagSet("accounts match", flag.ContinueOnError)
	flags.SetOutput(s.stderr)
	against := flags.String("against", "", "a second file: only pairs of one record from each are looked for")
	columns := flags.String("columns", "", "a YAML file that says which of our fields is which column")
	other := flags.String("columns-against", "", "the same for the second file, where its columns are named otherwise")
	out := flags.String("out", "", "the file the pairs are written to: id_a,id_b,probability")
	files, err := arguments(flags, s.args)
	if err != nil {
		return err
	}
	if len(files) != 1 || *columns == "" || *out == "" {
		return errors.New(matchUsage)
	}
	if *other == "" {
		other = columns
	}
	began := time.Now()
	left, err := s.readPeople(files[0], *columns)
	if err != nil {
		return err
	}
	var right peopleFile
	if *against != "" {
		if right, err = s.readPeople(*against, *other); err != nil {
			return err
		}
	}
	tell := func(what string) { fmt.Fprintf(s.stderr, "%6.1f s  %s\n", time.Since(began).Seconds(), what) }
	var found match.Result
	if *against == "" {
		found, right = match.Within(left.people, tell), left
	} else {
		found = match.Between(left.people, right.people, tell)
	}
	if err := writePairs(*out, left, right, found.Pairs); err != nil {
		return err
	}
	sure := 0
	for _, p := range found.Pairs {
		if p.Probability >= 0.5 {
			sure++
		}
	}
	tell(fmt.Sprintf("%s has %d pairs, %d of them more likely one person than not", *out, len(found.Pairs), sure))
	return nil
}

// peopleFile is a file of people, read.
type peopleFile struct {
	ids    []string
	people []*match.Person
}

func (s *session) readPeople(file, columns string) (peopleFile, error) {
	var out peopleFile
	at, err := readColumns(columns)
	if err != nil {
		return out, err
	}
	f, err := os.Open(file)
	if err != nil {
		return out, fmt.Errorf("%s cannot be opened: %w", file, err)
	}
	defer f.Close()
	rows, err := match.ReadRows(f, at)
	if err != nil {
		return out, fmt.Errorf("%s: %w", file, err)
	}
	for _, r := range rows {
		out.ids = append(out.ids, r.ID)
		out.people = append(out.people, match.Prepare(r.Record))
	}
	fmt.Fprintf(s.stderr, "%s: %d records\n", file, len(rows))
	return out, nil
}

// oneOrMore is a column's name, or a list of them.
type oneOrMore []string

// UnmarshalYAML reads either.
func (o *oneOrMore) UnmarshalYAML(n *yaml.Node) error {
	var one string
	if n.Kind == yaml.ScalarNode {
		if err := n.Decode(&one); err != nil {
			return err
		}
		*o = oneOrMore{one}
		return nil
	}
	return n.Decode((*[]string)(o))
}

func readColumns(file string) (match.Columns, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be opened: %w", file, err)
	}
	var in map[string]oneOrMore
	if err := yaml.Unmarshal(text, &in); err != nil {
		return nil, fmt.Errorf("%s is not lines of `field: column`: %w", file, err)
	}
	out := match.Columns{}
	for field, names := range in {
		for _, n := range names {
			if n != "" {
				out[field] = append(out[field], n)
			}
		}
	}
	if err := out.Check(); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return out, nil
}

func writePairs(file string, left, right peopleFile, pairs []match.Pair) (err error) {
	f, err := os.Create(file)
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", file, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	b := bufio.NewWriter(f)
	w := csv.NewWriter(b)
	if err := w.Write([]string{"id_a", "id_b", "probability"}); err != nil {
		return err
	}
	for _, p := range pairs {
		if err := w.Write([]string{left.ids[p.A], right.ids[p.B], strconv.FormatFloat(p.Probability, 'f', 6, 64)}); err != nil {
			return err
		}
	}
	w.Flush()
	return errors.Join(w.Error(), b.Flush())
}

// learn makes a new model of matching out of everybody on record.
func learn(ctx context.Context, s *session) error {
	if len(s.args) > 0 {
		return exit{2, "learn takes no arguments"}
	}
	if err := s.cfg.demand("DATABASE_URL", "SAMEDOOR_SECRET"); err != nil {
		return err
	}
	pool, err := open(ctx, s.cfg)
	if err != nil {
		return err
	}
	defer pool.Close()
	if err := migrations.Current(ctx, pool); err != nil {
		return err
	}
	register := accounts.New(pool, s.cfg.Key("accounts"))
	if err := register.SealWith(s.cfg.SealingKeys...); err != nil {
		return err
	}
	made, err := register.Learn(ctx, func(what string) { fmt.Fprintln(s.stderr, what) })
	if err != nil {
		return err
	}
	s.stdoutf("model %d: %d people counted, weights learnt from %d\n", made.Version, made.People, made.LearntFrom)
	return nil
}
