package match

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const labelled = "../../../shared/matching"

func febrl(nino bool) Columns {
	c := Columns{"id": {"rec_id"}, "given_name": {"given_name"}, "surname": {"surname"}, "date_of_birth": {"date_of_birth"}, "postcode": {"postcode"},
		"address_line_1": {"address_1"}, "address_line_2": {"address_2"}, "town": {"suburb"}}
	if nino {
		c["nino"] = []string{"soc_sec_id"}
	}
	return c
}

var fakeColumns = Columns{"id": {"unique_id"}, "given_name": {"first_name"}, "surname": {"surname"}, "date_of_birth": {"dob"}, "town": {"city"}, "email": {"email"}}

type accuracy struct{ pairs, found, right int }

func (a accuracy) f1() float64 {
	p, r := float64(a.right)/float64(max(a.found, 1)), float64(a.right)/float64(max(a.pairs, 1))
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

func (a accuracy) String() string {
	return fmt.Sprintf("F1 %.4f precision %.4f recall %.4f (%d pairs, %d found)", a.f1(), float64(a.right)/float64(max(a.found, 1)), float64(a.right)/float64(max(a.pairs, 1)), a.pairs, a.found)
}

func read(t testing.TB, name string, columns Columns) []Row {
	f, err := os.Open(filepath.Join(labelled, name))
	if err != nil {
		t.Skip("the labelled people are not here: ", err)
	}
	defer f.Close()
	rows, err := ReadRows(f, columns)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func measure(rows []Row, truth func(id string) string, at float64) (accuracy, Result) {
	people := make([]*Person, len(rows))
	size := map[string]int{}
	var a accuracy
	for i, r := range rows {
		people[i] = Prepare(r.Record)
		k := truth(r.ID)
		a.pairs += size[k]
		size[k]++
	}
	found := Within(people, nil)
	for _, m := range found.Pairs {
		if m.Probability >= at {
			a.found++
			if truth(rows[m.A].ID) == truth(rows[m.B].ID) {
				a.right++
			}
		}
	}
	return a, found
}

func febrlTruth(id string) string { return strings.Split(id, "-")[1] }

func TestAccuracyNow(t *testing.T) {
	clusters := map[string]string{}
	for _, r := range read(t, "fake_1000.csv", Columns{"id": {"unique_id"}, "nino": {"cluster"}}) {
		clusters[r.ID] = r.Record.NINO
	}
	for _, x := range []struct {
		name    string
		columns Columns
		truth   func(string) string
	}{
		{"fake_1000.csv", fakeColumns, func(id string) string { return clusters[id] }},
		{"dataset1.csv", febrl(true), febrlTruth}, {"dataset2.csv", febrl(true), febrlTruth}, {"dataset3.csv", febrl(true), febrlTruth},
		{"dataset1.csv", febrl(false), febrlTruth}, {"dataset2.csv", febrl(false), febrlTruth}, {"dataset3.csv", febrl(false), febrlTruth},
	} {
		began := time.Now()
		rows := read(t, x.name, x.columns)
		a, found := measure(rows, x.truth, 0.5)
		t.Logf("%s (%d fields): %v prior %.2g in %v", x.name, len(x.columns), a, found.Model.Prior*float64(len(rows)), time.Since(began).Round(time.Millisecond))
	}
}

func TestCrowdsNow(t *testing.T) {
	for _, x := range []struct {
		name  string
		crowd func() *crowd
	}{
		{"historical", func() *crowd { return historical(1, 500) }},
		{"council", func() *crowd { return council(2, 4000, 0.2) }},
		{"council, often again", func() *crowd { return council(3, 1000, 0.7) }},
		{"council, nobody twice", func() *crowd { return council(4, 4000, 0) }},
		{"council, small", func() *crowd { return council(5, 120, 0.2) }},
		{"mangled", func() *crowd { return mangled(6, 2000, 1, 8) }},
		{"mangled, few", func() *crowd { return mangled(7, 1500, 0.1, 6) }},
		{"mangled, nobody twice", func() *crowd { return mangled(8, 3000, 0, 0) }},
	} {
		if only := os.Getenv("ONLY"); only != "" && only != x.name {
			continue
		}
		began := time.Now()
		c := x.crowd()
		a, found := measure(c.rows, func(id string) string { return c.who[id] }, 0.5)
		t.Logf("%s (%d rows): %v prior %.2g kin %.2g in %v", x.name, len(c.rows), a, found.Model.Prior*float64(len(c.rows)), found.Model.Kin*float64(len(c.rows)), time.Since(began).Round(time.Millisecond))
	}
}
