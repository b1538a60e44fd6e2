const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Environments within a formula. */
export const ENVIRONMENTS: ReadonlySet<string> = new Set(
  words(
    'matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix cases aligned gathered array split',
  ),
);

/**
 * Commands of mathematics that KaTeX and amsmath both have. None of them reads or writes a file, makes a
 * macro or changes what a sign means.
 */
export const COMMANDS: ReadonlySet<string> = new Set([
  ...['\\', ' ', ',', ';', ':', '!', '{', '}', '|', '%', '$', '#', '&', '_'],
  ...words(`alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi
    pi varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi
    Pi Sigma Upsilon Phi Psi Omega`),
  ...words(`frac dfrac tfrac cfrac binom dbinom tbinom sqrt overline underline overbrace underbrace
    widehat widetilde hat check tilde acute grave dot ddot breve bar vec overrightarrow overleftarrow
    stackrel overset underset substack phantom hphantom vphantom boxed`),
  ...words(`sum prod coprod int iint iiint oint bigcup bigcap bigsqcup bigvee bigwedge bigoplus
    bigotimes bigodot biguplus lim limsup liminf max min sup inf det gcd Pr arg deg dim exp hom ker lg
    ln log sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan operatorname limits
    nolimits bmod pmod mod`),
  ...words(`leq geq le ge neq ne equiv sim simeq approx cong propto ll gg prec succ preceq succeq subset
    supset subseteq supseteq sqsubseteq sqsupseteq in ni notin vdash dashv models mid parallel perp
    asymp doteq bowtie smile frown not leqslant geqslant lesssim gtrsim subsetneq supsetneq triangleq`),
  ...words(`pm mp times div cdot ast star circ bullet oplus ominus otimes oslash odot cap cup uplus
    sqcap sqcup vee wedge lor land setminus wr diamond amalg dagger ddagger triangleleft triangleright
    neg lnot`),
  ...words(`to gets rightarrow leftarrow leftrightarrow Rightarrow Leftarrow Leftrightarrow uparrow
    downarrow updownarrow Uparrow Downarrow mapsto longmapsto longrightarrow longleftarrow
    longleftrightarrow Longrightarrow Longleftarrow Longleftrightarrow implies impliedby iff
    hookrightarrow hookleftarrow nearrow searrow swarrow nwarrow rightharpoonup leftharpoonup
    rightleftharpoons xrightarrow xleftarrow`),
  ...words(`infty partial nabla forall exists nexists emptyset varnothing Re Im ell hbar imath jmath wp
    aleph angle triangle prime surd top bot clubsuit diamondsuit heartsuit spadesuit complement
    therefore because ldots cdots vdots ddots dots dotsc dotsb dotsm dotsi`),
  ...words(`left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr langle
    rangle lfloor rfloor lceil rceil lbrace rbrace lbrack rbrack vert Vert lvert rvert lVert rVert`),
  ...words(`mathrm mathbf mathit mathsf mathtt mathcal mathbb mathfrac mathfrak mathnormal boldsymbol
    text textrm textbf textit textsf texttt`),
  ...words(`quad qquad displaystyle textstyle scriptstyle scriptscriptstyle begin end hline colon
    nonumber notag mathord mathbin mathrel mathop mathopen mathclose mathpunct mathinner`),
]);
