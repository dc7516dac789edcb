package govuk

import (
	"context"

	"github.com/samedoor/samedoor/lang"
)

// Words are the sentences that components say by themselves when an option does not give its own:
// "Error:", "Back", "Menu". A request carries those of its language; see [WithWords].
// The page layouts put those of their language there; a fragment that is rendered alone needs it done by hand.
type Words struct {
	Error, Warning, Success, Important string // before an error message, in front of a warning, banner titles
	ErrorTitle                         string // before the page title of a page with problems: "Error: "
	ProblemTitle                       string // heading of the error summary
	Back, Breadcrumb, Contents         string
	Language, Menu, ServiceInformation string
	SkipToContent, SupportLinks        string
	Day, Month, Year                   string

	Pagination, Page                string // Page stands before a number
	Previous, PreviousHidden        string // the hidden part follows the shown one, with a space
	Next, NextHidden                string
	ShowPassword, HidePassword      string
	ShowPasswordLabel               string // the whole name of the button for a screen reader
	HidePasswordLabel               string
	PasswordShown, PasswordHidden   string // announced
	UpToCharacters, UpToWords       string // %{count} stands for the number in all of these
	CharactersUnder, CharactersOver Plural
	CharactersAt                    string
	WordsUnder, WordsOver           Plural
	WordsAt                         string

	HideAllSections, ShowAllSections       string
	HideSection, ShowSection               string
	HideSectionLabel, ShowSectionLabel     string
	ChooseFiles, NoFileChosen              string
	DropInstruction, EnteredDrop, LeftDrop string
	FilesChosen                            Plural

	Search, SignedInAs, SignOut            string // the desk's top bar
	Shortcuts, ShortcutsOn, ShortcutsClose string // the list that "?" opens, its switch, its button
	Saving, Saved, NotSaved                string // said beside a form that saves as it is typed in
}

// Plural is one message by plural rule (CLDR): English has one and other, Welsh has all six.
// %{count} stands for the number. An empty form is not written into the page.
type Plural struct {
	Zero, One, Two, Few, Many, Other string
}

type wordsKey struct{}

// WithWords returns a context in which components speak w.
func WithWords(ctx context.Context, w Words) context.Context {
	return context.WithValue(ctx, wordsKey{}, w)
}

// WordsFrom gives the words put by [WithWords], or none at all.
func WordsFrom(ctx context.Context) Words {
	w, _ := ctx.Value(wordsKey{}).(Words)
	return w
}

// WordsIn are the words of a language, from lang/*/govuk.yaml.
func WordsIn(l lang.Lang) Words {
	if l == lang.Cy {
		return welsh
	}
	return english
}

var english, welsh = wordsOf(lang.En), wordsOf(lang.Cy)

func wordsOf(l lang.Lang) Words {
	say := func(key string) string {
		if !lang.Has(l, "govuk."+key) {
			return "" // a plural form this language does not have; that no other is missing is tested
		}
		return lang.T(l, "govuk."+key)
	}
	plural := func(key string) Plural {
		return Plural{
			Zero: say(key + ".zero"), One: say(key + ".one"), Two: say(key + ".two"),
			Few: say(key + ".few"), Many: say(key + ".many"), Other: say(key + ".other"),
		}
	}
	return Words{
		Error: say("error"), Warning: say("warning"), Success: say("success"), Important: say("important"),
		ErrorTitle: say("error_title"), ProblemTitle: say("problem_title"),
		Back: say("back"), Breadcrumb: say("breadcrumb"), Contents: say("contents"),
		Language: say("language"), Menu: say("menu"), ServiceInformation: say("service_information"),
		SkipToContent: say("skip_to_content"), SupportLinks: say("support_links"),
		Day: say("day"), Month: say("month"), Year: say("year"),
		Pagination: say("pagination"), Page: say("page"),
		Previous: say("previous"), PreviousHidden: say("previous_hidden"),
		Next: say("next"), NextHidden: say("next_hidden"),
		ShowPassword: say("show_password"), HidePassword: say("hide_password"),
		ShowPasswordLabel: say("show_password_label"), HidePasswordLabel: say("hide_password_label"),
		PasswordShown: say("password_shown"), PasswordHidden: say("password_hidden"),
		UpToCharacters: say("up_to_characters"), UpToWords: say("up_to_words"),
		CharactersUnder: plural("characters_under"), CharactersOver: plural("characters_over"), CharactersAt: say("characters_at"),
		WordsUnder: plural("words_under"), WordsOver: plural("words_over"), WordsAt: say("words_at"),
		HideAllSections: say("hide_all_sections"), ShowAllSections: say("show_all_sections"),
		HideSection: say("hide_section"), ShowSection: say("show_section"),
		HideSectionLabel: say("hide_section_label"), ShowSectionLabel: say("show_section_label"),
		ChooseFiles: say("choose_files"), NoFileChosen: say("no_file_chosen"),
		DropInstruction: say("drop_instruction"), EnteredDrop: say("entered_drop"), LeftDrop: say("left_drop"),
		FilesChosen: plural("files_chosen"),
		Search:      say("search"), SignedInAs: say("signed_in_as"), SignOut: say("sign_out"),
		Shortcuts: say("shortcuts"), ShortcutsOn: say("shortcuts_on"), ShortcutsClose: say("shortcuts_close"),
		Saving: say("saving"), Saved: say("saved"), NotSaved: say("not_saved"),
	}
}
