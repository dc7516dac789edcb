package arrows

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// What leaves the building leaves through accounts.Reach. The wires take an accounts.Way, which only that gate makes; here it is held that
// nobody else has a wire in hand, writes what a wire carries, or takes the one way round the gate.

// wires are the calls that send, with the only files that make them.
var wires = map[string][]string{
	"Sender.Send":   {"channels/sms/send.go"},                                      // texts
	"printer.Print": {"letters/dispatch.go"},                                       // letters
	"RequestTx":     {"cases/letter.go", "cases/form.go", "cases/tell_account.go"}, // asking for a letter
	"WayBack":       {"channels/sms/failed.go"},                                    // the answer to who just texted
	"queueTx":       {"channels/sms/inbound.go", "channels/sms/notice.go"},         // a text in the making
	"queueNotice":   {"cases/notice.go", "cases/tell_account.go"},                  // a text asked for
}

// carried are the tables of what goes out, with the only files that add to them.
var carried = map[string][]string{
	"letters":      {"letters/request.go"},
	"notices":      {"cases/notice.go"},
	"sms_messages": {"channels/sms/queue.go", "channels/sms/failed.go", "channels/sms/webhook.go"}, // the last: what comes in
}

// outside are programs and packages that pretend, measure or fill a house: they bear no person's message.
func outside(dir string) bool {
	return slices.Contains([]string{"internal/bench", "internal/fault", "internal/crowd", "internal/fake", "internal/arrows"}, dir)
}

func TestNothingLeavesButThroughTheGate(t *testing.T) {
	t.Parallel()
	found := map[string]int{}
	for _, s := range sources(t) {
		if s.test || outside(s.dir()) {
			continue
		}
		ast.Inspect(s.syntax, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			for wire, places := range wires {
				if !calls(call.Fun, wire) {
					continue
				}
				found[wire]++
				if !slices.Contains(places, s.path) {
					t.Errorf("%s calls %s; only %s may: everything goes through accounts.Reach", s.path, wire, strings.Join(places, ", "))
				}
			}
			return true
		})
	}
	for wire := range wires {
		if found[wire] == 0 {
			t.Errorf("nobody calls %s: the rule no longer fits the code", wire)
		}
	}
}

// calls says whether what is called ends in these names, as w.room.printer.Print ends in printer.Print.
func calls(fun ast.Expr, wire string) bool {
	owner, name, two := strings.Cut(wire, ".")
	if !two {
		owner, name = "", owner
	}
	called, ok := fun.(*ast.SelectorExpr)
	if !ok || called.Sel.Name != name {
		return false
	}
	if owner == "" {
		return true
	}
	switch x := called.X.(type) {
	case *ast.SelectorExpr:
		return x.Sel.Name == owner
	case *ast.Ident:
		return x.Name == owner
	}
	return false
}

var adds = regexp.MustCompile(`(?i)insert\s+into\s+([a-z_]+)`)

func TestOnlyTheGatesOwnWriteWhatGoesOut(t *testing.T) {
	t.Parallel()
	found := map[string]int{}
	for _, s := range sources(t) {
		if s.test || outside(s.dir()) {
			continue
		}
		ast.Inspect(s.syntax, func(n ast.Node) bool {
			text, ok := n.(*ast.BasicLit)
			if !ok || text.Kind != token.STRING {
				return true
			}
			sql, err := strconv.Unquote(text.Value)
			if err != nil {
				t.Errorf("%s: %v", s.path, err)
			}
			for _, m := range adds.FindAllStringSubmatch(sql, -1) {
				places, ours := carried[m[1]]
				if !ours {
					continue
				}
				found[m[1]]++
				if !slices.Contains(places, s.path) {
					t.Errorf("%s writes %s; only %s may", s.path, m[1], strings.Join(places, ", "))
				}
			}
			return true
		})
	}
	for table := range carried {
		if found[table] == 0 {
			t.Errorf("nobody writes %s: the rule no longer fits the code", table)
		}
	}
}

// Nothing is sent by email, and nothing by a wire nobody declared.
func TestNoOtherWireIsImported(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		for _, i := range s.imports {
			if i == "net/smtp" || strings.Contains(i, "gomail") || strings.Contains(i, "sendgrid") || strings.HasSuffix(i, "/service/ses") {
				t.Errorf("%s imports %s: nothing is sent by email", s.path, i)
			}
		}
	}
}
