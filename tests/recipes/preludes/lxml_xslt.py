with open("boats.xml", "w", encoding="utf-8") as f:
    f.write("<fleet><boat>Gull</boat></fleet>")
with open("boats.xsl", "w", encoding="utf-8") as f:
    f.write(
        '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">'
        '<xsl:output method="html"/><xsl:param name="port"/><xsl:template match="/fleet">'
        '<p><xsl:value-of select="boat"/> <xsl:value-of select="$port"/></p></xsl:template></xsl:stylesheet>'
    )
