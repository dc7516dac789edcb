package lang

import (
	"os"
	"testing"
)

// Every service there is says in both languages what it uses a person's data for and by what law.
func TestEveryServiceSaysWhatDataIsFor(t *testing.T) {
	t.Parallel()
	all, err := os.ReadDir("../services")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, e := range all {
		if _, err := os.Stat("../services/" + e.Name() + "/service.yaml"); err != nil {
			continue
		}
		found++
		for _, l := range All {
			if !Has(l, "uses."+e.Name()+".why") || !Has(l, "uses."+e.Name()+".law") {
				t.Errorf("%s says nothing of its use of data in %s", e.Name(), l)
			}
		}
	}
	if found < 10 {
		t.Errorf("only %d services found", found)
	}
}
