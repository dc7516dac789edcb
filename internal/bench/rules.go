package main

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"testing/fstest"
	"text/tabwriter"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/samedoor/samedoor/services"
)

// rule is something that is worked out in memory, beside the least that anything doing it must do.
type rule struct {
	name  string
	aim   time.Duration // 0 for none
	do    func() error
	floor string
	least func() error
}

// rules are what the definitions cost, without a database.
func rules() ([]rule, error) {
	today := services.DayOf(time.Now())
	var all []rule
	for _, n := range []int{150, 600} { // four times as much must take four times as long, and not sixteen
		s, err := long(n)
		if err != nil {
			return nil, err
		}
		a := answered(s, n*2/3, today)
		r := rule{name: fmt.Sprintf("Next, %d questions, %d answers", n, len(a)), do: func() error { s.Next(a, today); return nil },
			floor: "each question looked up among the answers", least: func() error { lookUp(s, a); return nil }}
		if n == 150 {
			r.aim = 20 * time.Microsecond
		}
		all = append(all, r)
	}
	load, err := loadAll()
	if err != nil {
		return nil, err
	}
	all = append(all, load)
	if forms, err := importAll(); err != nil {
		say("the import of real forms is not measured: %v", err)
	} else {
		all = append(all, forms)
	}
	print, err := printForm(today)
	return append(all, print), err
}

func lookUp(s *services.Service, a services.Answers) {
	found := 0
	for _, step := range s.Steps {
		if v, ok := a[step.Question.ID]; ok && len(v.Choice) > 0 {
			found++
		}
	}
	runtime.KeepAlive(found) // or the compiler would look nothing up
}

// loadAll reads and checks the whole catalogue, as `samedoor check services` does.
func loadAll() (rule, error) {
	catalogue, err := services.Catalogue()
	if err != nil {
		return rule{}, err
	}
	fsys := fstest.MapFS{}
	for id, s := range catalogue {
		for name, body := range s.Files {
			fsys[id+"/"+name] = &fstest.MapFile{Data: []byte(body)}
		}
	}
	return rule{name: fmt.Sprintf("read and check all %d services", len(catalogue)), do: func() error {
		for id := range catalogue {
			if _, err := services.Load(fsys, id); err != nil {
				return err
			}
		}
		return nil
	}, floor: "their YAML parsed", least: func() error {
		for _, f := range fsys {
			var n yaml.Node
			if err := yaml.Unmarshal(f.Data, &n); err != nil {
				return err
			}
		}
		return nil
	}}, nil
}

// measureRules runs each rule and its floor in turn, seven times, and prints the medians.
func measureRules(w io.Writer) error {
	all, err := rules()
	if err != nil {
		return err
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "\nrule\tmedian\tallocations\taim\tfloor\tmedian\tratio")
	for _, r := range all {
		say("%s", r.name)
		var own, floor []time.Duration
		for range 7 {
			a, err := averaged(r.do)
			if err != nil {
				return fmt.Errorf("%s: %w", r.name, err)
			}
			b, err := averaged(r.least)
			if err != nil {
				return fmt.Errorf("%s: %w", r.floor, err)
			}
			own, floor = append(own, a), append(floor, b)
		}
		slices.Sort(own)
		slices.Sort(floor)
		aim := "-"
		if r.aim > 0 {
			aim = fmt.Sprintf("%v: %s", r.aim, map[bool]string{true: "met", false: "not met"}[own[3] < r.aim])
		}
		fmt.Fprintf(t, "%s\t%v\t%d\t%s\t%s\t%v\t%.1f\n", r.name, own[3], allocations(r.do), aim, r.floor, floor[3], float64(own[3])/float64(floor[3]))
	}
	return t.Flush()
}

// averaged is one run of do, averaged over as many as take a fifth of a second.
func averaged(do func() error) (time.Duration, error) {
	n := 0
	began := time.Now()
	for time.Since(began) < 200*time.Millisecond {
		if err := do(); err != nil {
			return 0, err
		}
		n++
	}
	return time.Since(began) / time.Duration(n), nil
}

func allocations(do func() error) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_ = do() // it went well seven times
	runtime.ReadMemStats(&after)
	return after.Mallocs - before.Mallocs
}
