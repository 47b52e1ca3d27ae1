with open("raw.csv", "w", encoding="utf-8") as f:
    f.write(
        'Name , Price,Bought,Pieces\n fern ,"€ 1,234.50",04.05.2026,2\n,"3",x,1\nmoss,n/a,05.05.2026,4\n'
    )
