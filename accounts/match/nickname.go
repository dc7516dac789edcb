package match

import "strings"

// formal gives the full forms of a short, pet or Welsh form. Some have several: an Alex is an Alexander or an Alexandra. Two
// words that share a form are one given name. Spellings that sound alike need no line here: see sound.
var formal = readForms(`
alexander: alex alec alick sandy sasha lex xander
alexandra: alex sandra sasha lexi alexis
alfred: alf alfie fred freddie
amanda: mandy
andrew: andy drew andras
angela: angie ange
anne: ann anna annie nan nancy hannah
anthony: tony antony ant
antonia: toni
arthur: art
barbara: babs barb
benjamin: ben benny benji
bernard: bernie
bernadette: bernie
beverley: bev
bridget: biddy bridie brigid
caroline: carrie caz lyn
catherine: cath cathy kate katie kathy kath kitty cait catrin katrina kathryn
charles: charlie chas chuck siarl
charlotte: charlie lottie lotte
christina: chris tina chrissie christine christie
christopher: chris kit topher
daniel: dan danny deiniol
danielle: dani
david: dave davy dai dafydd dewi davey
deborah: deb debs debbie debra
dennis: den
derek: del
dorothy: dot dotty dolly dora
douglas: doug
edmund: ed eddie ted
edward: ed eddie ted teddy ned iorwerth
edwin: ed eddie
eleanor: ellie nell nora elinor ellen
elizabeth: liz lizzie beth betty betsy bess bet eliza elsie lisa libby lilibet elspeth lily elisabeth bethan
emily: em emmy millie
emma: em
evan: ifan ieuan ewan
florence: flo florrie flossie
frances: fran frankie fanny franny
francis: frank frankie
frederick: fred freddie freddy
gabriel: gabe
gareth: gaz garth
geoffrey: geoff jeff
george: georgie siors
georgina: georgie gina george
gerald: gerry jerry
gillian: gill jill gilly
gladys: gwladys
graham: graeme grahame
gregory: greg
gwendolen: gwen wendy gwenno
gwenllian: gwen
harold: harry hal
harriet: hattie harry
helen: nell nellie elen ellen lena
henry: harry hal hank harri
herbert: bert herb
hilda: hildy
howell: hywel hywell
hubert: bert
hugh: huw hughie hew
ian: iain
isaac: ike zac
isabel: bella izzy isabella isobel ishbel belle
jack: jac john
jacob: jake
jacqueline: jackie jacqui jacky
james: jim jimmy jamie iago jem
jane: janie jayne sian jenny
janet: jan jennet
janice: jan
jean: jeannie jeanette
jennifer: jen jenny jenni
jeremy: jerry jez
jessica: jess jessie
joan: joanie siwan
joanna: jo joanne joey
john: jon johnny jack sion ioan ieuan evan ian siôn jac
jonathan: jon jonny jono nathan
joseph: joe joey jo
josephine: jo josie
joshua: josh
joyce: joy
judith: judy jude
julia: julie jules
juliet: julie jules
karen: kaz
katherine: catherine kate
kenneth: ken kenny cenydd
kimberley: kim
kirsty: kirsten christine
laura: laurie lol
lawrence: larry laurie lawrie laurence
leonard: len lenny leo
leslie: les
lesley: les
lewis: lew louis llewellyn lou
lillian: lily lil
louise: lou
lucy: lucie lou
lynda: linda lyn lin
madeleine: maddie maddy
malcolm: malc mal
margaret: maggie meg peggy marge margie madge mags rita greta marged mared megan peg margret
maria: mary mair
marjorie: marge margie marjory
martha: mattie patty
martin: marty martyn
mary: mair molly polly mari may mamie moll minnie
matilda: tilly mattie maud
matthew: matt mathew
maureen: mo
maurice: morris mo
maxwell: max
maximilian: max
megan: meg meghan meaghan
michael: mike mick mickey micky mihangel meical
michelle: shell chelle
mildred: millie milly
mohammed: mohammad muhammad muhammed mohamed mohamad mo mohd
nancy: nan
natalie: nat
nathaniel: nat nathan nate
nicholas: nick nicky nico
nicola: nicky nic nikki
nigel: nige
norman: norm
oliver: ollie olly
olivia: liv livvy ollie
pamela: pam
patricia: pat patsy trish tricia patty paddy
patrick: pat paddy padraig padrig
paul: pol
pauline: paula
penelope: penny pen
peter: pete pedr
philip: phil pip phillip
philippa: pippa pip phil
priscilla: cilla
rachel: rach rae rahel
raymond: ray
rebecca: becky becca bex
reginald: reg reggie
rhiannon: rhi
richard: dick rich richie rick ricky dickie rhisiart
robert: bob bobby rob robbie bert robin
roberta: bobbie
roderick: rod roddy
rodney: rod
roger: rodge
ronald: ron ronnie
rosemary: rose rosie romy
ruth: ruthie
samantha: sam sammy
samuel: sam sammy sawyl
sarah: sally sal sadie
sean: shaun shawn
sheila: shelagh
shirley: shirl
sidney: sid syd
sinead: janet
sophia: sophie
stanley: stan
stephanie: steph stevie
stephen: steve stevie steven steffan
stuart: stu stewart
susan: sue suzie susie suzanne susannah
sylvia: syl
terence: terry tel
teresa: terry tess tessa theresa
thomas: tom tommy tomos twm
theodore: ted theo teddy
timothy: tim
tobias: toby
valerie: val
vaughan: fychan
veronica: ronnie vera
victor: vic
victoria: vicky vikki tori
vincent: vince vinny
virginia: ginny
vivien: viv vivian
walter: wally walt
wilfred: wilf
william: bill billy will willie willy liam gwilym wil guillaume
winifred: win winnie freda
yvonne: vonnie
zachary: zac zach zak
agata: aga
agnieszka: aga agusia agnes
aleksandra: ola olka alexandra
aleksander: olek alexander
andrzej: jedrek andrew
anna: ania anka hania
barbara: basia
bartlomiej: bartek
bartosz: bartek
elzbieta: ela elizabeth
ewa: ewka eva
fatima: fatema fatimah fatma
grzegorz: grzesiek grzes gregory
izabela: iza
jakub: kuba jacob
jan: janek jasiek
jerzy: jurek george
joanna: asia joasia
jozef: jozek joseph
jolanta: jola
katarzyna: kasia kaska catherine
krystyna: krysia christina
krzysztof: krzysiek krzys christopher
lukasz: luke
maciej: maciek
magdalena: magda
malgorzata: gosia malgosia margaret
mateusz: matthew
michal: michael
monika: monica
omar: umar
pawel: pawelek paul
piotr: piotrek peter
stanislaw: staszek stasiek
tomasz: tomek thomas
usman: uthman osman
wojciech: wojtek
yusuf: yousuf yousef youssef yusef joseph
zofia: zosia sophia
`)

func readForms(text string) map[string][]string {
	out := map[string][]string{}
	for line := range strings.Lines(text) {
		full, short, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok {
			continue
		}
		out[full] = append(out[full], full)
		for _, s := range strings.Fields(Fold(short)) {
			out[s] = append(out[s], full)
		}
	}
	return out
}

// SameGiven says whether two folded given names are forms of one.
func SameGiven(a, b string) bool {
	if a == b {
		return true
	}
	for _, x := range formal[a] {
		for _, y := range formal[b] {
			if x == y {
				return true
			}
		}
	}
	return false
}
