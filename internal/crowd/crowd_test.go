package crowd

import (
	"reflect"
	"testing"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/services"
)

func TestATownIsTheSameEachTimeAndAsItIsSaidToBe(t *testing.T) {
	t.Parallel()
	const n = 30_000
	town := Town{Seed: 7, Size: n}
	register := accounts.New(nil, []byte("a secret of the test"))
	homes, surnames, ninos := map[string]int{}, map[string]int{}, map[string]int{}
	former := 0
	for i := range n {
		p := town.At(i)
		if i%1000 == 0 && !reflect.DeepEqual(p, town.At(i)) {
			t.Fatalf("person %d is another the second time", i)
		}
		if len(register.Keys(p.Details)) < 8 {
			t.Fatalf("%d has only %d keys: %s", i, len(register.Keys(p.Details)), p.FullName)
		}
		if _, ok := services.ParsePostcode(p.Address.Postcode); !ok {
			t.Fatalf("%d lives at %s", i, p.Address.Postcode)
		}
		homes[p.Address.Lines[0]+p.Address.Postcode]++
		_, surname := cut(p.FullName)
		surnames[surname]++
		if p.NINO != "" {
			ninos[p.NINO[:8]]++
		}
		if len(p.Before) > 0 {
			former++
		}
	}
	threes := 0
	for _, there := range homes {
		if there >= 3 {
			threes += there
		}
	}
	if threes < n*45/100 || threes > n*65/100 {
		t.Errorf("%d of %d live three to a household", threes, n)
	}
	if surnames["Smith"] < n/200 || surnames["Smith"] > n/25 || len(surnames) < n/6 {
		t.Errorf("%d are called Smith, %d surnames in all", surnames["Smith"], len(surnames))
	}
	for nino, times := range ninos {
		if times > 1 {
			t.Errorf("%s is %d people's", nino, times)
		}
	}
	if former < n/3 || former > n*2/3 {
		t.Errorf("%d have a history", former)
	}
}

func TestCallersErrAndNewcomersAreNobodyThere(t *testing.T) {
	t.Parallel()
	town := Town{Seed: 7, Size: 3000}
	exact, sharing := 0, 0
	known := map[string]bool{}
	for i := range town.Size {
		p := town.At(i)
		known[p.FullName+p.DateOfBirth.Time().String()] = true
		c := Caller(p, uint64(i))
		if c.FullName == p.FullName && *c.DateOfBirth == *p.DateOfBirth && c.Address != nil && c.Address.Postcode == p.Address.Postcode {
			exact++
		}
	}
	if exact < town.Size/10 || exact > town.Size*6/10 {
		t.Errorf("%d of %d callers make no mistake", exact, town.Size)
	}
	for i := range 1000 {
		p := town.At(town.Size + i)
		if known[p.FullName+p.DateOfBirth.Time().String()] {
			sharing++
		}
	}
	if sharing > 2 {
		t.Errorf("%d of 1000 newcomers are like somebody there", sharing)
	}
}
