package browsertest

import (
	"strings"
	"testing"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// A whole application with scripts switched off: every page is a form that a server answers.
func TestWithoutScript(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 0)
	p := w.window(kind{noScript: true, width: 390})
	p.open("/services").follow(w.badge.Word(lang.En, "name", nil) + ": Anytown Council")
	if p.has(".js-enabled") {
		t.Fatal("scripts are on")
	}
	p.press(p.t("apply.start.start"))
	ref := p.ref()
	p.goOn(w.story("walking-82", nil)).expect(200, p.t("apply.check.title"))
	p.press(p.t("apply.check.send")).expect(200, p.t("apply.done.title")).says(cases.ShowReference(ref))
	p.follow(p.t("apply.done.status")).expect(200, p.t("apply.status.title"))
}

// The agent's one screen, too, is a form: two answers with scripts switched off.
func TestAgentWithoutScript(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 0)
	p := w.signIn("bethan.price", kind{noScript: true}).begins("apply")
	p.press(p.t("desk.home.start_nobody", "service", w.badge.Word(lang.En, "name", nil)))
	s := w.story("pip-moving-8", nil)
	p.tell("applying-for", s["applying-for"]).tell("name", s["name"]).says("Dafydd Brown")
	if got := p.asked(); p.has(".js-enabled") || got != "birth-name" {
		p.fail("%q is asked third", got)
	}
}

// Two people answer one question at once: the second is shown both answers, and chooses.
func TestBothAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 0)
	first := w.window(kind{width: 390})
	first.begin().goOn(w.story("pip-moving-8", nil), "existing-badge")
	second := first.another(kind{})
	second.open(first.path()).expect(200, "")
	q := w.badge.Question("existing-badge")
	option := func(code string) string {
		return strings.Join(w.badge.Show(lang.En, q, services.Value{Choice: []string{code}}, nil), " ")
	}
	first.choose(option("never-had")).submits()
	second.choose(option("with-number")).submits().expect(409, second.t("apply.clash.title"))
	second.says(option("never-had")).says(option("with-number"))
	second.press(second.t("apply.clash.use_mine"))
	if got := second.asked(); got != "badge-number" {
		second.fail("%q is asked after choosing", got)
	}
	first.open("/application/" + second.ref())
	if got := first.asked(); got != "badge-number" {
		first.fail("the first sees %q next: the choice did not stand", got)
	}
}
