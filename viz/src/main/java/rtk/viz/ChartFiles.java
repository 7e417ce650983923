package rtk.viz;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import org.apache.batik.dom.GenericDOMImplementation;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.jfree.chart.ui.Drawable;
import org.w3c.dom.Document;

/// Writes charts without a display.
public final class ChartFiles {
    /// Extent of a chart in points; text has the same size at every extent.
    public record Size(int width, int height) {
        /// Fits a page or a slide.
        public static final Size DEFAULT = new Size(1000, 560);
    }

    private static final String SVG_NAMESPACE = "http://www.w3.org/2000/svg";

    private ChartFiles() {}

    /// Writes PNG; `out` stays open.
    ///
    /// @param scale pixels per point: 1, or 2 for dense screens and print
    public static void writePng(Drawable chart, Size size, int scale, OutputStream out) throws IOException {
        var image = new BufferedImage(size.width * scale, size.height * scale, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.scale(scale, scale);
        chart.draw(graphics, new Rectangle2D.Double(0, 0, size.width, size.height));
        graphics.dispose();
        ImageIO.write(image, "png", out);
    }

    /// Writes PDF of one page, as lines and outlines in points; text looks as on the screen, and cannot be searched. `out` stays open.
    public static void writePdf(Drawable chart, Size size, OutputStream out) throws IOException {
        try (var document = new PDDocument()) {
            var page = new PDPage(new PDRectangle(size.width, size.height));
            document.addPage(page);
            var graphics = new PdfBoxGraphics2D(document, size.width, size.height);
            chart.draw(graphics, new Rectangle2D.Double(0, 0, size.width, size.height));
            graphics.dispose();
            try (var content = new PDPageContentStream(document, page)) {
                content.drawForm(graphics.getXFormObject());
            }
            document.setDocumentId(1L);
            document.save(out);
        }
    }

    /// Writes SVG in UTF-8, with text as text; equal charts give equal bytes. `out` stays open.
    public static void writeSvg(Drawable chart, Size size, OutputStream out) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        writeSvg(chart, size, "", writer);
        writer.flush();
    }

    /// The same as text that can stand within HTML: without the lines before the root element.
    ///
    /// @param idPrefix of the identifiers in it, another one for each picture on the page; letters, digits and hyphens
    public static String inlineSvg(Drawable chart, Size size, String idPrefix) {
        var text = new StringWriter();
        try {
            writeSvg(chart, size, idPrefix, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String svg = text.toString();
        return svg.substring(svg.indexOf("<svg")).replaceFirst("<defs id=\"genericDefs\"", "<defs id=\"" + idPrefix + "defs\"");
    }

    private static void writeSvg(Drawable chart, Size size, String idPrefix, Writer writer) throws IOException {
        Document document = GenericDOMImplementation.getDOMImplementation().createDocument(SVG_NAMESPACE, "svg", null);
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
        context.setComment(null);
        context.setPrecision(3);
        context.setIDGenerator(new SVGIDGenerator() {
            @Override
            public String generateID(String prefix) { return super.generateID(idPrefix + prefix); }
        });
        var graphics = new SVGGraphics2D(context, false);
        graphics.setSVGCanvasSize(new Dimension(size.width, size.height));
        chart.draw(graphics, new Rectangle2D.Double(0, 0, size.width, size.height));
        var root = graphics.getRoot();
        root.setAttributeNS(null, "viewBox", "0 0 " + size.width + " " + size.height);
        graphics.stream(root, writer, true, false);
    }
}
